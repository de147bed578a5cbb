//! One whole value, once: the answer to a form, so that no address holds it and reloading asks again.

use crate::failure::Failure;
use crate::form::Form;
use crate::orders::number::Number;
use crate::page::page;
use crate::review::case::path;
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::personal::{self, Field};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::rights::Act;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "personal/page.html")]
struct PersonalPage {
    shell: Shell,
    number: String,
    back: String,
    label: &'static str,
    value: String,
}

#[derive(Deserialize)]
pub struct PersonalBody {
    field: String,
}

/// POST /cakey/staff/review/{number}/personal.
pub async fn post(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Number(number): Number,
    Form(posted): Form<PersonalBody>,
) -> Result<Response, Failure> {
    let field = Field::from_code(&posted.field).ok_or(Failure::NotFound)?;
    let value = personal::reveal(&site.app, &user, Act::ReadReviews, &number, field).await?;
    let shell = shell(&site, &session, Menu::Review, field.label());
    page(&PersonalPage { shell, back: path(&number), number: number.to_string(), label: field.label(), value })
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use crate::orders::sample;
    let shell = sample::staff_shell(Menu::Review, Field::LegalId.label());
    let number = sample::number();
    let (back, number, label) = (path(&number), number.to_string(), Field::LegalId.label());
    let page = PersonalPage { shell, number, back, label, value: "990101197902300031".into() };
    vec![("personal".into(), page.to_string())]
}
