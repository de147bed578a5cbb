//! One account: made, changed, disabled, reset. A new activation link is shown once, on the answer to the form itself.

use super::RowId;
use super::list::{role_words, tag};
use crate::edit::{Edited, saved};
use crate::failure::{Failure, see_other};
use crate::form::Form;
use crate::orders::number::VersionBody;
use crate::page::{page, page_with};
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::account::Session;
use app::staff::{self, Account, LinkToken, Reset};
use app::who::StaffUser;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::account::StaffForm;
use domain::field::FieldErrors;
use domain::id::StaffId;
use domain::outlet::Outlet;
use domain::rights::Role;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "staff/edit.html")]
struct EditPage {
    shell: Shell,
    /// `None` for an account that does not exist yet.
    old: Option<SavedAccount>,
    posted: StaffForm,
    errors: FieldErrors,
    roles: &'static [Role],
    outlets: Vec<Outlet>,
}

struct SavedAccount {
    id: i64,
    version: i64,
    login: String,
    role: String,
    tag: (&'static str, &'static str),
    enabled: bool,
    /// The own account: role, disabling and resetting are for another administrator.
    own: bool,
}

/// The page that shows a link, once.
#[derive(Template)]
#[template(path = "staff/link.html")]
struct LinkPage {
    shell: Shell,
    name: String,
    login: String,
    url: String,
}

/// What 重置 sends.
#[derive(Deserialize)]
pub struct ResetBody {
    version: i64,
    what: String,
}

/// GET /cakey/staff/accounts/new
pub async fn new(State(site): State<Site>, Staff(session, user): Staff) -> Result<Response, Failure> {
    page(&edit_page(&site, &session, &user, None, StaffForm::default(), FieldErrors::new()).await?)
}

/// POST /cakey/staff/accounts/new
pub async fn create(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Form(posted): Form<Edited<StaffForm>>,
) -> Result<Response, Failure> {
    match staff::create(&site.app, &user, &posted.form).await {
        Ok((account, token)) => page(&link_page(&site, &session, &account, &token)),
        Err(app::Error::Fields(errors)) => {
            let template = edit_page(&site, &session, &user, None, posted.form, errors).await?;
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &template)
        }
        Err(other) => Err(other.into()),
    }
}

/// GET /cakey/staff/accounts/{id}
pub async fn show(
    State(site): State<Site>,
    Staff(session, user): Staff,
    RowId(id): RowId,
) -> Result<Response, Failure> {
    let account = staff::get(&site.app, &user, StaffId::new(id)).await?;
    let form = StaffForm {
        login: account.login.clone(),
        name: account.name.clone(),
        role: account.role.code().to_owned(),
        outlet: account.outlet.map(|id| id.to_string()).unwrap_or_default(),
    };
    page(&edit_page(&site, &session, &user, Some(account), form, FieldErrors::new()).await?)
}

/// POST /cakey/staff/accounts/{id}
pub async fn save(
    State(site): State<Site>,
    Staff(session, user): Staff,
    RowId(id): RowId,
    Form(posted): Form<Edited<StaffForm>>,
) -> Result<Response, Failure> {
    let outcome = staff::change(&site.app, &user, StaffId::new(id), posted.version, &posted.form).await;
    let again = async |errors| {
        let account = staff::get(&site.app, &user, StaffId::new(id)).await?;
        let account = Account { version: posted.version, ..account };
        edit_page(&site, &session, &user, Some(account), posted.form, errors).await
    };
    saved(outcome, "/cakey/staff/accounts?done=saved", again).await
}

/// POST /cakey/staff/accounts/{id}/enable
pub async fn enable(
    State(site): State<Site>,
    Staff(_, user): Staff,
    RowId(id): RowId,
    Form(seen): Form<VersionBody>,
) -> Result<Response, Failure> {
    staff::set_enabled(&site.app, &user, StaffId::new(id), seen.version, true).await?;
    Ok(see_other("/cakey/staff/accounts?done=enabled"))
}

/// POST /cakey/staff/accounts/{id}/disable
pub async fn disable(
    State(site): State<Site>,
    Staff(_, user): Staff,
    RowId(id): RowId,
    Form(seen): Form<VersionBody>,
) -> Result<Response, Failure> {
    staff::set_enabled(&site.app, &user, StaffId::new(id), seen.version, false).await?;
    Ok(see_other("/cakey/staff/accounts?done=disabled"))
}

/// POST /cakey/staff/accounts/{id}/reset
pub async fn reset(
    State(site): State<Site>,
    Staff(session, user): Staff,
    RowId(id): RowId,
    Form(posted): Form<ResetBody>,
) -> Result<Response, Failure> {
    let what = match posted.what.as_str() {
        "password" => Reset::Password,
        "factor" => Reset::SecondFactor,
        _ => return Err(Failure::Malformed),
    };
    let id = StaffId::new(id);
    let token = staff::reset(&site.app, &user, id, posted.version, what).await?;
    let account = staff::get(&site.app, &user, id).await?;
    page(&link_page(&site, &session, &account, &token))
}

fn link_page(site: &Site, session: &Session, account: &Account, token: &LinkToken) -> LinkPage {
    LinkPage {
        shell: shell(site, session, Menu::Accounts, "激活链接"),
        name: account.name.clone(),
        login: account.login.clone(),
        url: format!("{}/staff/activate/{}", site.app.settings.public_url, token.as_str()),
    }
}

async fn edit_page(
    site: &Site,
    session: &Session,
    user: &StaffUser,
    account: Option<Account>,
    posted: StaffForm,
    errors: FieldErrors,
) -> Result<EditPage, Failure> {
    let title = account.as_ref().map_or("新建账号".to_owned(), |account| format!("账号 {}", account.login));
    let outlets = app::outlet::list(&site.app).await?;
    let shell = shell(site, session, Menu::Accounts, &title).with_errors(&errors);
    let old = account.map(|account| SavedAccount::of(&account, user));
    Ok(EditPage { shell, old, posted, errors, roles: Role::ALL, outlets })
}

impl SavedAccount {
    fn of(account: &Account, user: &StaffUser) -> SavedAccount {
        SavedAccount {
            id: account.id.get(),
            version: account.version,
            login: account.login.clone(),
            role: role_words(account),
            tag: tag(account),
            enabled: account.enabled,
            own: account.id == user.id,
        }
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use crate::samples::staff_shell;
    let sample = |name: &str, account: Option<&Account>, own: i64, posted: StaffForm, errors: FieldErrors| {
        let shell = staff_shell(Role::Admin, Menu::Accounts, "账号").with_errors(&errors);
        let me = StaffUser {
            id: StaffId::new(own),
            role: Role::Admin,
            outlet: None,
            outlet_name: None,
            name: "陆闻笙".into(),
        };
        let old = account.map(|account| SavedAccount::of(account, &me));
        let page = EditPage { shell, old, posted, errors, roles: Role::ALL, outlets: crate::outlets::list::sample() };
        (name.to_owned(), page.to_string())
    };
    let accounts = super::list::sample_accounts();
    let posted =
        StaffForm { login: "donghu".into(), name: "许南乔".into(), role: "outlet".into(), outlet: "1".into() };
    let wrong = StaffForm { login: "<许>".into(), ..StaffForm::default() };
    let errors = wrong.check().err().unwrap_or_default();
    let link = LinkPage {
        shell: staff_shell(Role::Admin, Menu::Accounts, "激活链接"),
        name: "许南乔".into(),
        login: "donghu".into(),
        url: "https://cert.example/cakey/staff/activate/sample".into(),
    };
    vec![
        sample("staff account", Some(&accounts[1]), 9, posted.clone(), FieldErrors::new()),
        sample("staff account disabled", Some(&accounts[2]), 9, posted.clone(), FieldErrors::new()),
        sample("staff account of one's own", Some(&accounts[0]), 9, posted, FieldErrors::new()),
        sample("staff account with mistakes", None, 9, wrong, errors),
        ("staff link".to_owned(), link.to_string()),
    ]
}
