//! 基本信息 → 编辑 → 确认更新 (manual 3.2 (3)).

use super::kept;
use crate::failure::{Failure, see_other};
use crate::form::Form;
use crate::page::{page, page_with};
use crate::places;
use crate::session::Company;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use crate::text::masked;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::company::{CompanyForm, CompanyIdKind, CompanyKind, Identity, PersonIdKind};
use domain::contact::Mobile;
use domain::field::FieldErrors;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "profile/company_edit.html")]
struct CompanyEditPage {
    shell: Shell,
    name: String,
    version: i64,
    posted: CompanyForm,
    errors: FieldErrors,
    /// The saved number, masked; empty when there is none.
    saved_id: String,
    /// The same of the mobile.
    saved_mobile: String,
}

impl CompanyEditPage {
    fn of(shell: Shell, company: &app::company::Company, posted: CompanyForm, errors: FieldErrors) -> CompanyEditPage {
        let saved = company.profile.as_ref();
        CompanyEditPage {
            shell: shell.with_errors(&errors),
            name: company.name.clone(),
            version: company.version,
            posted,
            errors,
            saved_id: saved.map(|saved| masked(&saved.legal_id_number)).unwrap_or_default(),
            saved_mobile: saved.and_then(|saved| saved.legal_mobile.as_ref()).map(Mobile::masked).unwrap_or_default(),
        }
    }

    fn id_hint(&self) -> String {
        kept(&self.saved_id, "申请法定代表人证书或法定代表人章时必填")
    }

    fn mobile_hint(&self) -> String {
        kept(&self.saved_mobile, "选填")
    }
}

#[derive(Deserialize)]
pub struct CompanyBody {
    /// The version that the page showed.
    version: i64,
    /// The button, where it is not 确认更新.
    #[serde(default)]
    act: String,
    #[serde(flatten)]
    form: CompanyForm,
}

const TITLE: &str = "编辑基本信息";

/// GET /cakey/profile/company/edit
pub async fn show(State(site): State<Site>, Company(session, user): Company) -> Result<Response, Failure> {
    let company = app::company::load(&site.app, user.id).await?;
    let form = company.profile.as_ref().map_or_else(CompanyForm::starting, CompanyForm::from_profile);
    page(&CompanyEditPage::of(shell(&site, &session, Menu::Company, TITLE), &company, form, FieldErrors::new()))
}

/// POST /cakey/profile/company/edit
pub async fn post(
    State(site): State<Site>,
    Company(session, user): Company,
    Form(posted): Form<CompanyBody>,
) -> Result<Response, Failure> {
    let again = async |form, errors: FieldErrors| {
        let company = app::company::load(&site.app, user.id).await?;
        let shell = shell(&site, &session, Menu::Company, TITLE);
        let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        let template = CompanyEditPage::of(shell, &company, form, errors);
        page_with(status, &CompanyEditPage { version: posted.version, ..template })
    };
    if posted.act == places::AREA {
        let mut form = posted.form;
        places::clear_strange(&form.province, &mut form.city, &mut form.district);
        return again(form, FieldErrors::new()).await;
    }
    match app::company::save_profile(&site.app, &user, posted.version, &posted.form).await {
        Ok(_) => Ok(see_other("/cakey/profile/company?done=1")),
        Err(app::Error::Fields(errors)) => again(posted.form, errors).await,
        Err(other) => Err(other.into()),
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    let company = super::sample_company();
    let sample = |form: CompanyForm, errors: FieldErrors| {
        CompanyEditPage::of(crate::samples::shell(Menu::Company, TITLE), &company, form, errors).to_string()
    };
    let mistakes = CompanyForm::default().check(None, jiff::civil::date(2026, 11, 23)).err().unwrap_or_default();
    vec![
        ("company form".into(), sample(CompanyForm::from_profile(&super::sample_profile()), FieldErrors::new())),
        ("company form with mistakes".into(), sample(CompanyForm::default(), mistakes)),
    ]
}
