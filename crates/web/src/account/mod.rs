//! Coming in and going out: 登录, 注册, 退出, for companies and for staff. The rules are in `domain::account`, the use
//! cases in `app::account`.

pub mod captcha;
pub mod login;
pub mod logout;
pub mod register;
pub mod staff;

#[cfg(test)]
mod tests;
