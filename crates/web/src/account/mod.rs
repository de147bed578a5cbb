//! Coming in and going out: 登录, 注册, 忘记密码, 修改密码, 退出, for companies and for staff. The rules are in
//! `domain::account`, the use cases in `app::account`.

pub mod captcha;
pub mod consent;
pub mod forgot;
pub mod kept;
pub mod login;
pub mod logout;
pub mod password;
pub mod register;
pub mod sessions;
pub mod sms_login;
pub mod staff;

use crate::next::{encode, own_path};
use crate::shell::duty_page;
use app::who::{Duty, Who};

/// Where a login leads: to the page that was asked for before it, or the home page; first of all to what has to be done.
/// The staff's pages want a login of their own.
fn arrival(who: &Who, next: &str) -> String {
    let next = own_path(next).filter(|path| !path.starts_with("/cakey/staff"));
    match who {
        Who::Restricted(_, duty @ Duty::NewPassword) => duty_page(*duty).to_owned(),
        Who::Restricted(_, duty @ Duty::Consent) => {
            let query = next.map(|path| format!("?next={}", encode(path))).unwrap_or_default();
            format!("{}{query}", duty_page(*duty))
        }
        Who::Company(_) | Who::Nobody | Who::Staff(_) => next.unwrap_or("/cakey/home").to_owned(),
    }
}

#[cfg(test)]
mod tests;
