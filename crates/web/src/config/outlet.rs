//! One outlet: set up, changed, closed and opened again (E19).

use crate::edit::{Edited, saved};
use crate::failure::{Failure, see_other};
use crate::form::Form;
use crate::orders::number::VersionBody;
use crate::page::page;
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use crate::staff::RowId;
use app::account::Session;
use app::outlet::edit::{self, OutletSetup};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::field::FieldErrors;
use domain::id::OutletId;
use domain::outlet::OutletForm;

#[derive(Template)]
#[template(path = "config/outlet.html")]
struct OutletPage {
    shell: Shell,
    /// `None` for an outlet that does not exist yet.
    old: Option<OutletSetup>,
    posted: OutletForm,
    errors: FieldErrors,
}

/// GET /cakey/staff/outlets/new
pub async fn new(State(site): State<Site>, Staff(session, _): Staff) -> Result<Response, Failure> {
    page(&outlet_page(&site, &session, None, OutletForm::default(), FieldErrors::new()))
}

/// POST /cakey/staff/outlets/new
pub async fn create(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Form(posted): Form<Edited<OutletForm>>,
) -> Result<Response, Failure> {
    let outcome = edit::create(&site.app, &user, &posted.form).await;
    let again = async |errors| Ok(outlet_page(&site, &session, None, posted.form, errors));
    saved(outcome, "/cakey/staff/outlets?done=saved", again).await
}

/// GET /cakey/staff/outlets/{id}
pub async fn show(
    State(site): State<Site>,
    Staff(session, user): Staff,
    RowId(id): RowId,
) -> Result<Response, Failure> {
    let kept = edit::get(&site.app, &user, OutletId::new(id)).await?;
    let outlet = kept.outlet.clone();
    let form = OutletForm { name: outlet.name, address: outlet.address, phone: outlet.phone, hours: outlet.hours };
    page(&outlet_page(&site, &session, Some(kept), form, FieldErrors::new()))
}

/// POST /cakey/staff/outlets/{id}
pub async fn save(
    State(site): State<Site>,
    Staff(session, user): Staff,
    RowId(id): RowId,
    Form(posted): Form<Edited<OutletForm>>,
) -> Result<Response, Failure> {
    let id = OutletId::new(id);
    let outcome = edit::change(&site.app, &user, id, posted.version, &posted.form).await;
    let again = async |errors| {
        let kept = OutletSetup { version: posted.version, ..edit::get(&site.app, &user, id).await? };
        Ok(outlet_page(&site, &session, Some(kept), posted.form, errors))
    };
    saved(outcome, "/cakey/staff/outlets?done=saved", again).await
}

/// POST /cakey/staff/outlets/{id}/close
pub async fn close(
    State(site): State<Site>,
    Staff(_, user): Staff,
    RowId(id): RowId,
    Form(seen): Form<VersionBody>,
) -> Result<Response, Failure> {
    edit::set_open(&site.app, &user, OutletId::new(id), seen.version, false).await?;
    Ok(see_other("/cakey/staff/outlets?done=closed"))
}

/// POST /cakey/staff/outlets/{id}/open
pub async fn open(
    State(site): State<Site>,
    Staff(_, user): Staff,
    RowId(id): RowId,
    Form(seen): Form<VersionBody>,
) -> Result<Response, Failure> {
    edit::set_open(&site.app, &user, OutletId::new(id), seen.version, true).await?;
    Ok(see_other("/cakey/staff/outlets?done=opened"))
}

fn outlet_page(
    site: &Site,
    session: &Session,
    old: Option<OutletSetup>,
    posted: OutletForm,
    errors: FieldErrors,
) -> OutletPage {
    let title = if old.is_some() { "修改网点" } else { "新建网点" };
    OutletPage { shell: shell(site, session, Menu::Outlets, title).with_errors(&errors), old, posted, errors }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    let sample = |name: &str, old: Option<OutletSetup>, posted: OutletForm, errors: FieldErrors| {
        let shell =
            crate::samples::staff_shell(domain::rights::Role::Admin, Menu::Outlets, "网点").with_errors(&errors);
        (name.to_owned(), OutletPage { shell, old, posted, errors }.to_string())
    };
    let [open, closed] = [0, 1].map(|n| super::outlets::sample_rows().remove(n));
    let wrong = OutletForm { phone: "<12>".into(), ..OutletForm::default() };
    let errors = wrong.check().err().unwrap_or_default();
    vec![
        sample("staff outlet", Some(open), OutletForm::default(), FieldErrors::new()),
        sample("staff outlet closed", Some(closed), OutletForm::default(), FieldErrors::new()),
        sample("staff outlet with mistakes", None, wrong, errors),
    ]
}
