//! 发票信息 → 完善 (manual 3.2 (4)): shown and edited on one page, as the manual has it.

use super::{NextPage, ProfileQuery, ahead};
use crate::failure::{Failure, see_other};
use crate::form::Form;
use crate::page::{page, page_with};
use crate::session::Company;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::company::{CompanyIdKind, InvoiceForm};
use domain::contact::Mobile;
use domain::field::FieldErrors;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "profile/invoice.html")]
struct InvoicePage {
    shell: Shell,
    version: i64,
    posted: InvoiceForm,
    errors: FieldErrors,
    complete: bool,
    mobile_hint: String,
    /// What comes next, right after something was stored.
    saved: Option<NextPage>,
}

impl InvoicePage {
    fn of(shell: Shell, company: &app::company::Company, posted: InvoiceForm, errors: FieldErrors) -> InvoicePage {
        let profile = company.invoice_profile.as_ref();
        let mobile = profile.and_then(|profile| profile.mobile.as_ref()).map(Mobile::masked);
        InvoicePage {
            shell: shell.with_errors(&errors),
            version: company.version,
            posted,
            errors,
            complete: profile.is_some(),
            mobile_hint: match mobile {
                Some(mobile) => format!("已保存 {mobile}，不修改就留空"),
                None => "选填，不填就用联系人的手机号".into(),
            },
            saved: None,
        }
    }
}

#[derive(Deserialize)]
pub struct InvoiceProfileBody {
    /// The version that the page showed.
    version: i64,
    #[serde(flatten)]
    form: InvoiceForm,
}

const TITLE: &str = "发票信息";

/// GET /cakey/profile/invoice
pub async fn show(
    State(site): State<Site>,
    Company(session, user): Company,
    Query(done): Query<ProfileQuery>,
) -> Result<Response, Failure> {
    let company = app::company::load(&site.app, user.id).await?;
    let shell = shell(&site, &session, Menu::InvoiceProfile, TITLE);
    let template = InvoicePage::of(shell, &company, filled(&company), FieldErrors::new());
    page(&InvoicePage { saved: ahead(&site, &company, done.is_said()).await?, ..template })
}

/// POST /cakey/profile/invoice
pub async fn post(
    State(site): State<Site>,
    Company(session, user): Company,
    Form(posted): Form<InvoiceProfileBody>,
) -> Result<Response, Failure> {
    match app::company::save_invoice_profile(&site.app, &user, posted.version, &posted.form).await {
        Ok(_) => Ok(see_other("/cakey/profile/invoice?done=1")),
        Err(app::Error::Fields(errors)) => {
            let company = app::company::load(&site.app, user.id).await?;
            let shell = shell(&site, &session, Menu::InvoiceProfile, TITLE);
            let template = InvoicePage::of(shell, &company, posted.form, errors);
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &InvoicePage { version: posted.version, ..template })
        }
        Err(other) => Err(other.into()),
    }
}

/// What the form starts with: the saved profile, else the company's name and credit code.
fn filled(company: &app::company::Company) -> InvoiceForm {
    match &company.invoice_profile {
        Some(profile) => InvoiceForm::from_profile(profile),
        None => {
            let profile = company.profile.as_ref().filter(|profile| profile.id_kind == CompanyIdKind::CreditCode);
            InvoiceForm::starting(&company.name, profile.map_or("", |profile| &profile.credit_code))
        }
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    let company = super::sample_company();
    let shell = || crate::samples::shell(Menu::InvoiceProfile, TITLE);
    let fresh = InvoicePage::of(shell(), &company, filled(&company), FieldErrors::new());
    let mistakes = InvoiceForm::default().check(None).err().unwrap_or_default();
    let wrong = InvoicePage::of(shell(), &company, InvoiceForm::default(), mistakes);
    vec![
        ("invoice profile".into(), InvoicePage { saved: Some(NextPage::Orders), ..fresh }.to_string()),
        ("invoice profile with mistakes".into(), wrong.to_string()),
    ]
}
