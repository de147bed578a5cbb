//! The sentences that a user may read for a code. What to do comes first; a code stands on the fault page only.

use domain::time;

/// When to try again.
pub fn limited(what: &str, until: jiff::Timestamp) -> String {
    format!("{what}次数已达上限，请在 {} 之后再试。", time::second_text(until))
}

/// One sentence for every failed login, so that it tells nobody which companies exist.
pub const LOGIN_FAILED: &str = "企业名称或登录密码不正确，请核对后重新填写";
/// Too many failures over all addresses: said of every name alike.
pub const LOGIN_NEEDS_CODE: &str = "登录失败的次数过多，为保护账号请用短信验证码登录，或 1 小时后再试";
/// The same as [`LOGIN_FAILED`] for a login by SMS code.
pub const SMS_LOGIN_FAILED: &str = "企业名称、注册手机号或短信验证码不正确，或验证码已失效，请核对后重新填写";
/// The same for staff.
pub const STAFF_LOGIN_FAILED: &str = "登录名、密码或动态口令不正确，请核对后重新填写";
/// The image was not answered, or wrongly, or too late.
pub const CAPTCHA_WRONG: &str = "验证码不正确或已超过 2 分钟，请按新的图片重新填写";

/// A number of a personal document with its middle hidden: `9901**********0031`. Short ones are hidden all but two signs.
pub fn masked(number: &str) -> String {
    let signs: Vec<char> = number.chars().collect();
    let shown = if signs.len() >= 12 { 4 } else { 1 };
    let hidden = |at: usize| at >= shown && at + shown < signs.len();
    signs.iter().enumerate().map(|(at, sign)| if hidden(at) { '*' } else { *sign }).collect()
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn the_middle_of_a_personal_number_is_hidden() {
        assert_eq!(masked("990101197902300031"), "9901**********0031");
        assert_eq!(masked("E12345678"), "E*******8");
        assert_eq!(masked(""), "");
    }
}
