//! The sentences that a user may read for a code. What to do comes first; a code stands on the fault page only.

use crate::error::Failure;
use domain::time;

/// The heading of a failure's page.
pub fn failure_title(failure: &Failure) -> &'static str {
    match failure {
        Failure::Elsewhere(_) => "请继续",
        Failure::Malformed => "没有读懂这个请求",
        Failure::Forged => "页面已过期",
        Failure::Denied(_) => "没有权限",
        Failure::NotFound => "没有这个页面",
        Failure::Method => "不能这样打开这个页面",
        Failure::Stale => "内容已有变化",
        Failure::Refused(_) => "没有办理",
        Failure::TooLarge => "提交的内容太大",
        Failure::Fields(_) => "请修改后再试",
        Failure::Limited { .. } => "操作太频繁",
        Failure::Busy => "系统正忙",
        Failure::Fault(_) => "页面暂时打不开",
    }
}

/// What is surely true, and what to do.
pub fn failure_sentences(failure: &Failure) -> Vec<String> {
    let own = |sentence: &str| vec![sentence.to_owned()];
    match failure {
        Failure::Elsewhere(_) => Vec::new(),
        Failure::Malformed => own("请求的内容不完整或有无法识别的字符，没有保存任何内容。请返回上一页重新填写。"),
        Failure::Forged => own("这个页面打开太久，或者您已在别处重新登录，没有保存任何内容。请重新打开页面再提交。"),
        Failure::Denied(sentence) => own(sentence),
        Failure::NotFound => own("这个地址没有内容，可能已删除或地址有误。请返回后从首页进入。"),
        Failure::Method => own("请从菜单或页面上的按钮进入。"),
        Failure::Stale => own(
            "您打开页面之后，它已被更新（例如在另一个窗口，或由工作人员处理），这一次没有保存。请查看最新内容后再操作。",
        ),
        Failure::Refused(sentence) => own(sentence),
        Failure::TooLarge => {
            own("提交的内容太大（表单最多 64 KB，一次上传的文件合计最多 60 MB），没有保存。请缩短，或分几次上传。")
        }
        Failure::Fields(_) => own("没有保存任何内容，请返回上一页修改："),
        Failure::Limited { until, what } => vec![limited(what, *until)],
        Failure::Busy => own("同时办理的人太多，没有保存任何内容。请过几秒再试一次。"),
        Failure::Fault(_) => own("不会因此重复提交，也不会重复扣款。请过一分钟再试。"),
    }
}

/// The word on the button.
pub fn failure_retry(failure: &Failure) -> &'static str {
    match failure {
        Failure::Stale => "查看最新内容",
        Failure::Busy | Failure::Fault(_) => "再试一次",
        _ => "返回",
    }
}

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
