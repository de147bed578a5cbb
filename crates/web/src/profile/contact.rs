//! 用户信息, shown (manual 3.2 (5)).

use super::{NextPage, ProfileQuery, ahead};
use crate::failure::Failure;
use crate::materials::card::Card;
use crate::materials::{self, card::OF_CONTACT};
use crate::page::{page, page_with};
use crate::session::Company;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use crate::text::masked;
use app::account::Session;
use app::who::CompanyUser;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::company::Contact;
use domain::contact::Email;
use domain::field::FieldErrors;

#[derive(Template)]
#[template(path = "profile/contact.html")]
struct ContactPage {
    shell: Shell,
    company: String,
    contact: Contact,
    /// What comes next, right after something was stored.
    saved: Option<NextPage>,
    card: Card,
}

impl ContactPage {
    fn id_number(&self) -> String {
        masked(&self.contact.id_number)
    }

    fn email(&self) -> &str {
        self.contact.email.as_ref().map_or("", Email::as_str)
    }
}

/// GET /cakey/profile/contact
pub async fn show(
    State(site): State<Site>,
    Company(session, user): Company,
    Query(done): Query<ProfileQuery>,
) -> Result<Response, Failure> {
    let card = materials::card::of_profile(&site, &user, OF_CONTACT, done.again(), FieldErrors::new()).await?;
    page(&load(&site, &session, &user, done.is_said(), card).await?)
}

/// The page again, with the reasons why files were not taken.
pub async fn with_files_refused(
    site: &Site,
    session: &Session,
    user: &CompanyUser,
    errors: FieldErrors,
) -> Result<Response, Failure> {
    let card = materials::card::of_profile(site, user, OF_CONTACT, "", errors).await?;
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &load(site, session, user, false, card).await?)
}

async fn load(
    site: &Site,
    session: &Session,
    user: &CompanyUser,
    saved: bool,
    card: Card,
) -> Result<ContactPage, Failure> {
    let company = app::company::load(&site.app, user.id).await?;
    let shell = shell(site, session, Menu::Contact, "用户信息").with_errors(&card.errors);
    let saved = ahead(site, &company, saved).await?;
    Ok(ContactPage { shell, company: company.name, contact: company.contact, saved, card })
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use app::attachment::Kind;
    use app::material::Item;
    use domain::material::{Material, Need, Slot, Source};
    let company = super::sample_company();
    let shell = crate::samples::shell(Menu::Contact, "用户信息");
    let mut refused = FieldErrors::new();
    refused.add("id_back", app::attachment::FileRefusal::WrongKind(Some("svg 图片")).sentence());
    let need = |material| Need { slot: Slot::only(material), source: Source::Profile, required: false };
    let front = Some(materials::card::sample_file(5, Material::IdFront, Kind::Jpg, ""));
    let items =
        [Item { need: need(Material::IdFront), file: front }, Item { need: need(Material::IdBack), file: None }];
    let card = Card::of_profile(&items, "", refused);
    let shell = shell.with_errors(&card.errors);
    let saved = super::open(&company).next().map(NextPage::Profile);
    let sample = ContactPage { shell, company: company.name, contact: company.contact, saved, card };
    vec![("contact with mistakes in files".into(), sample.to_string())]
}
