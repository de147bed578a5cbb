//! 基本信息, shown.

use super::{NextPage, ProfileQuery, ahead};
use crate::failure::Failure;
use crate::materials::card::Card;
use crate::materials::{self, card::OF_COMPANY};
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
use domain::company::{CompanyProfile, Identity, LicenceTerm};
use domain::contact::Mobile;
use domain::field::FieldErrors;
use domain::time;
use jiff::civil::Date;

#[derive(Template)]
#[template(path = "profile/company.html")]
struct CompanyPage {
    shell: Shell,
    name: String,
    profile: Option<CompanyProfile>,
    /// What deserves a second look.
    warnings: Vec<String>,
    /// What comes next, right after something was stored.
    saved: Option<NextPage>,
    card: Card,
}

impl CompanyPage {
    fn of(
        shell: Shell,
        company: app::company::Company,
        today: Date,
        saved: Option<NextPage>,
        card: Card,
    ) -> CompanyPage {
        let shell = shell.with_errors(&card.errors);
        let warnings = company.profile.iter().flat_map(|profile| profile.warnings(today));
        let warnings = warnings.map(|warning| warning.message()).collect();
        CompanyPage { shell, name: company.name, profile: company.profile, warnings, saved, card }
    }

    fn licence(profile: &CompanyProfile) -> String {
        match profile.licence {
            Some(LicenceTerm::Until(day)) => day.to_string(),
            Some(LicenceTerm::Forever) => "长期".into(),
            None => String::new(),
        }
    }

    fn identity(profile: &CompanyProfile) -> &'static str {
        profile.identity.map_or("", Identity::title)
    }

    fn legal_mobile(profile: &CompanyProfile) -> String {
        profile.legal_mobile.as_ref().map(Mobile::masked).unwrap_or_default()
    }

    fn legal_id(profile: &CompanyProfile) -> String {
        masked(&profile.legal_id_number)
    }
}

/// GET /cakey/profile/company
pub async fn show(
    State(site): State<Site>,
    Company(session, user): Company,
    Query(done): Query<ProfileQuery>,
) -> Result<Response, Failure> {
    let card = materials::card::of_profile(&site, &user, OF_COMPANY, done.again(), FieldErrors::new()).await?;
    page(&load(&site, &session, &user, done.is_said(), card).await?)
}

/// The page again, with the reasons why files were not taken.
pub async fn with_files_refused(
    site: &Site,
    session: &Session,
    user: &CompanyUser,
    errors: FieldErrors,
) -> Result<Response, Failure> {
    let card = materials::card::of_profile(site, user, OF_COMPANY, "", errors).await?;
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &load(site, session, user, false, card).await?)
}

async fn load(
    site: &Site,
    session: &Session,
    user: &CompanyUser,
    saved: bool,
    card: Card,
) -> Result<CompanyPage, Failure> {
    let company = app::company::load(&site.app, user.id).await?;
    let today = time::beijing(site.app.now()).date();
    let saved = ahead(site, &company, saved).await?;
    Ok(CompanyPage::of(shell(site, session, Menu::Company, "基本信息"), company, today, saved, card))
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    let today = jiff::civil::date(2026, 11, 23);
    let sample = |profile, saved| {
        let company = app::company::Company { profile, ..super::sample_company() };
        let items = [materials::card::sample_sheet(true).items.remove(0)];
        let card = Card::of_profile(&items, "", FieldErrors::new());
        CompanyPage::of(crate::samples::shell(Menu::Company, "基本信息"), company, today, saved, card).to_string()
    };
    vec![
        ("company profile".into(), sample(Some(super::sample_profile()), Some(NextPage::Profile(&super::STEPS[1])))),
        ("company profile, the last one".into(), sample(Some(super::sample_profile()), Some(NextPage::Apply))),
        ("company profile, empty".into(), sample(None, None)),
    ]
}
