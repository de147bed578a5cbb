//! 修改密码: in an ordinary session with the present password, in a restricted one without, because the temporary
//! password was the proof. The restricted session then ends, and the way leads back to the login.

use crate::failure::{Failure, at_field, see_other};
use crate::form::Form;
use crate::page::{page, page_with};
use crate::session::{Holder, Visit};
use crate::shell::{Menu, Shell, shell};
use crate::site::{Client, Site};
use app::account::Session;
use app::account::password::{change_password, replace_password};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::account::ChangePasswordForm;
use domain::field::FieldErrors;

#[derive(Template)]
#[template(path = "account/password.html")]
struct PasswordPage {
    shell: Shell,
    /// True in a restricted session.
    proven: bool,
    errors: FieldErrors,
}

impl PasswordPage {
    const HINT: &str = "至少 10 位，含大写字母、小写字母、数字、符号中的三种；可以粘贴";
}

/// GET /cakey/password
pub async fn show(State(site): State<Site>, Holder(session, _, duty): Holder) -> Result<Response, Failure> {
    page(&password_page(&site, &session, duty.is_some(), FieldErrors::new()))
}

/// POST /cakey/password
pub async fn post(
    State(site): State<Site>,
    visit: Visit,
    Client(from): Client,
    Holder(session, user, duty): Holder,
    Form(form): Form<ChangePasswordForm>,
) -> Result<Response, Failure> {
    let proven = duty.is_some();
    let changed = match duty {
        Some(_) => replace_password(&site.app, &session, &user, &form).await,
        None => change_password(&site.app, &session, &user, &form, from).await,
    };
    let errors = match changed {
        Ok(()) if proven => {
            visit.forget(&site);
            return Ok(see_other("/cakey/?done=password"));
        }
        Ok(()) => return Ok(see_other("/cakey/account?done=password")),
        Err(error) => at_field("current", error)?,
    };
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &password_page(&site, &session, proven, errors))
}

fn password_page(site: &Site, session: &Session, proven: bool, errors: FieldErrors) -> PasswordPage {
    let (menu, title) = if proven { (Menu::None, "设置新密码") } else { (Menu::Account, "修改密码") };
    PasswordPage { shell: shell(site, session, menu, title).with_errors(&errors), proven, errors }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use crate::samples::{restricted, shell};
    let mut errors = FieldErrors::new();
    errors.add("current", "当前密码不正确，请核对后重新填写");
    let ordinary =
        PasswordPage { shell: shell(Menu::Account, "修改密码").with_errors(&errors), proven: false, errors };
    let shell = restricted("/cakey/password", "设置新密码");
    let proven = PasswordPage { shell, proven: true, errors: FieldErrors::new() };
    vec![("password with mistakes".into(), ordinary.to_string()), ("password, restricted".into(), proven.to_string())]
}
