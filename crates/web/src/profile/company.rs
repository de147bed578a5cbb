//! 基本信息, shown.

use super::Done;
use crate::error::Failure;
use crate::page::page;
use crate::session::Company;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use crate::text::masked;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::company::{CompanyProfile, Identity, LicenceTerm};
use domain::contact::Mobile;
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
    saved: bool,
}

impl CompanyPage {
    fn of(shell: Shell, company: app::company::Company, today: Date, saved: bool) -> CompanyPage {
        let warnings = company.profile.iter().flat_map(|profile| profile.warnings(today));
        let warnings = warnings.map(|warning| warning.message()).collect();
        CompanyPage { shell, name: company.name, profile: company.profile, warnings, saved }
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
    Query(done): Query<Done>,
) -> Result<Response, Failure> {
    let company = app::company::load(&site.app, user.id).await?;
    let today = time::beijing(site.app.now()).date();
    page(&CompanyPage::of(shell(&site, &session, Menu::Company, "基本信息"), company, today, done.is_said()))
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    let today = jiff::civil::date(2026, 11, 23);
    let sample = |profile, saved| {
        let company = app::company::Company { profile, ..super::sample_company() };
        CompanyPage::of(crate::samples::shell(Menu::Company, "基本信息"), company, today, saved).to_string()
    };
    vec![
        ("company profile".into(), sample(Some(super::sample_profile()), true)),
        ("company profile, empty".into(), sample(None, false)),
    ]
}
