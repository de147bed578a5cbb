//! One announcement, with a preview as companies will read it.

use crate::edit::{Edited, saved};
use crate::failure::Failure;
use crate::form::Form;
use crate::page::{page, page_with};
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use crate::staff::RowId;
use app::account::Session;
use app::announcement::{self, Announcement};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::announcement::AnnouncementForm;
use domain::field::FieldErrors;
use domain::id::AnnouncementId;

#[derive(Template)]
#[template(path = "config/announcement.html")]
struct AnnouncementPage {
    shell: Shell,
    /// The row and the version of one that exists.
    old: Option<(i64, i64)>,
    posted: AnnouncementForm,
    errors: FieldErrors,
    /// What companies would read; empty before 预览.
    preview: Vec<Announcement>,
}

/// GET /cakey/staff/announcements/new
pub async fn new(State(site): State<Site>, Staff(session, _): Staff) -> Result<Response, Failure> {
    let today = domain::time::day_text(site.app.now());
    let form = AnnouncementForm { from: today, ..AnnouncementForm::default() };
    page(&announcement_page(&site, &session, None, form, FieldErrors::new()))
}

/// POST /cakey/staff/announcements/new
pub async fn create(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Form(posted): Form<Edited<AnnouncementForm>>,
) -> Result<Response, Failure> {
    if posted.act == "preview" {
        return previewed(&site, &session, None, posted);
    }
    let outcome = announcement::create(&site.app, &user, &posted.form).await;
    let again = async |errors| Ok(announcement_page(&site, &session, None, posted.form, errors));
    saved(outcome, "/cakey/staff/announcements?done=saved", again).await
}

/// GET /cakey/staff/announcements/{id}
pub async fn show(
    State(site): State<Site>,
    Staff(session, user): Staff,
    RowId(id): RowId,
) -> Result<Response, Failure> {
    let one = announcement::get(&site.app, &user, AnnouncementId::new(id)).await?;
    let (from, until) = (one.from.to_string(), one.until.to_string());
    let form = AnnouncementForm { title: one.title, body: one.body, from, until };
    page(&announcement_page(&site, &session, Some((id, one.version)), form, FieldErrors::new()))
}

/// POST /cakey/staff/announcements/{id}
pub async fn save(
    State(site): State<Site>,
    Staff(session, user): Staff,
    RowId(id): RowId,
    Form(posted): Form<Edited<AnnouncementForm>>,
) -> Result<Response, Failure> {
    let old = Some((id, posted.version));
    if posted.act == "preview" {
        return previewed(&site, &session, old, posted);
    }
    let outcome = announcement::change(&site.app, &user, AnnouncementId::new(id), posted.version, &posted.form).await;
    let again = async |errors| Ok(announcement_page(&site, &session, old, posted.form, errors));
    saved(outcome, "/cakey/staff/announcements?done=saved", again).await
}

/// 预览: the same page with the announcement as companies would read it; nothing is stored.
fn previewed(
    site: &Site,
    session: &Session,
    old: Option<(i64, i64)>,
    posted: Edited<AnnouncementForm>,
) -> Result<Response, Failure> {
    match posted.form.check() {
        Ok(entry) => {
            let template = announcement_page(site, session, old, posted.form, FieldErrors::new());
            let one = Announcement {
                id: AnnouncementId::new(0),
                title: entry.title,
                body: entry.body,
                from: entry.from,
                until: entry.until,
                version: 0,
            };
            page(&AnnouncementPage { preview: vec![one], ..template })
        }
        Err(errors) => {
            let template = announcement_page(site, session, old, posted.form, errors);
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &template)
        }
    }
}

fn announcement_page(
    site: &Site,
    session: &Session,
    old: Option<(i64, i64)>,
    posted: AnnouncementForm,
    errors: FieldErrors,
) -> AnnouncementPage {
    let title = if old.is_some() { "修改公告" } else { "新建公告" };
    let shell = shell(site, session, Menu::Announcements, title).with_errors(&errors);
    AnnouncementPage { shell, old, posted, errors, preview: Vec::new() }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    let sample = |name: &str, posted: AnnouncementForm, errors: FieldErrors, preview: Vec<Announcement>| {
        let role = domain::rights::Role::Admin;
        let shell = crate::samples::staff_shell(role, Menu::Announcements, "公告").with_errors(&errors);
        (name.to_owned(), AnnouncementPage { shell, old: Some((1, 2)), posted, errors, preview }.to_string())
    };
    let one = super::announcements::sample();
    let form = AnnouncementForm { title: one.title.clone(), body: one.body.clone(), ..AnnouncementForm::default() };
    let errors = form.check().err().unwrap_or_default();
    vec![
        sample("announcement with mistakes", form.clone(), errors, Vec::new()),
        sample("announcement previewed", form, FieldErrors::new(), vec![one]),
    ]
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_text_is_shown_line_by_line_and_never_as_markup() {
        let (_, html) = super::samples().remove(1);
        assert!(html.contains("元旦假期 &#60;照常&#62; 受理"), "{html}");
        assert!(html.contains("假期内照常受理，<br>发货顺延。"), "{html}");
    }
}
