//! The page of the forms and the forms themselves. They are made at each request: that takes some milliseconds, and the
//! foot of each page bears the authority's name, which is a setting.

use crate::failure::{Failure, Fault};
use crate::page::{page, pdf_file};
use crate::paper::{self, Form};
use crate::session::Visitor;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

#[derive(Template)]
#[template(path = "templates/list.html")]
struct TemplatesPage {
    shell: Shell,
}

impl TemplatesPage {
    fn forms(&self) -> [Form; 3] {
        Form::ALL
    }
}

/// GET /cakey/templates
pub async fn show(State(site): State<Site>, Visitor(session): Visitor) -> Result<Response, Failure> {
    page(&TemplatesPage { shell: shell(&site, &session, Menu::None, "申请表模板") })
}

/// GET /cakey/templates/{name}: `application.pdf`, `seal.pdf`, `authority.pdf`.
pub async fn file(State(site): State<Site>, Path(name): Path<String>) -> Result<Response, Failure> {
    let form = name.strip_suffix(".pdf").and_then(Form::from_code).ok_or(Failure::NotFound)?;
    let authority = site.app.settings.payee.clone();
    let made = tokio::task::spawn_blocking(move || paper::blank(form, &authority)).await;
    pdf_file(&name, &format!("{}.pdf", form.title()), made.map_err(|e| Failure::Fault(Fault::file("a form", e)))?)
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    vec![
        ("templates".into(), TemplatesPage { shell: crate::samples::nobody("申请表模板") }.to_string()),
        (
            "templates of a company".into(),
            TemplatesPage { shell: crate::samples::shell(Menu::None, "申请表模板") }.to_string(),
        ),
    ]
}
