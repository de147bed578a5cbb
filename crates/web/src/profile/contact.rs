//! 用户信息, shown (manual 3.2 (5)).

use super::Done;
use crate::error::Failure;
use crate::page::page;
use crate::session::Company;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::company::Contact;
use domain::contact::Email;

#[derive(Template)]
#[template(path = "profile/contact.html")]
struct ContactPage {
    shell: Shell,
    company: String,
    contact: Contact,
    saved: bool,
}

impl ContactPage {
    fn email(&self) -> &str {
        self.contact.email.as_ref().map_or("", Email::as_str)
    }
}

/// GET /cakey/profile/contact
pub async fn show(
    State(site): State<Site>,
    Company(session, user): Company,
    Query(done): Query<Done>,
) -> Result<Response, Failure> {
    let company = app::company::load(&site.app, user.id).await?;
    let shell = shell(&site, &session, Menu::Contact, "用户信息");
    page(&ContactPage { shell, company: company.name, contact: company.contact, saved: done.is_said() })
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    let company = super::sample_company();
    let shell = crate::samples::shell(Menu::Contact, "用户信息");
    let sample = ContactPage { shell, company: company.name, contact: company.contact, saved: true };
    vec![("contact".into(), sample.to_string())]
}
