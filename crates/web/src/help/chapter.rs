//! One chapter of the manual, with the way to the others; 用户协议 and 隐私政策 in the same frame.

use super::book::{AGREEMENT_PAGE, PAGES, PRIVACY_PAGE, Page};
use crate::failure::Failure;
use crate::page::page;
use crate::session::Visitor;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::account::Session;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use std::borrow::Cow;

/// The version that the texts of docs/manual bear, and that consents are stored with unless the operator names another.
const WRITTEN_VERSION: &str = "2026-11";

#[derive(Template)]
#[template(path = "help/chapter.html")]
struct ChapterPage {
    shell: Shell,
    shown: &'static Page,
    body: Cow<'static, str>,
    before: Option<&'static Page>,
    after: Option<&'static Page>,
}

impl ChapterPage {
    fn pages(&self) -> &'static [Page] {
        &PAGES
    }

    fn here(&self, page: &&Page) -> &'static str {
        if page.chapter.name == self.shown.chapter.name { r#" aria-current="page""# } else { "" }
    }
}

/// GET /cakey/help/{chapter}
pub async fn show(
    State(site): State<Site>,
    Visitor(session): Visitor,
    Path(name): Path<String>,
) -> Result<Response, Failure> {
    let at = PAGES.iter().position(|page| page.chapter.name == name).ok_or(Failure::NotFound)?;
    let before = at.checked_sub(1).map(|before| &PAGES[before]);
    let shown = &PAGES[at];
    let shell = shell(&site, &session, Menu::Help, &shown.rendered.title);
    let body = Cow::Borrowed(&*shown.rendered.html);
    page(&ChapterPage { shell, shown, body, before, after: PAGES.get(at + 1) })
}

/// GET /cakey/agreement: 用户协议.
pub async fn agreement(State(site): State<Site>, Visitor(session): Visitor) -> Result<Response, Failure> {
    text(&site, &session, &AGREEMENT_PAGE)
}

/// GET /cakey/privacy: 隐私政策.
pub async fn privacy(State(site): State<Site>, Visitor(session): Visitor) -> Result<Response, Failure> {
    text(&site, &session, &PRIVACY_PAGE)
}

fn text(site: &Site, session: &Session, shown: &'static Page) -> Result<Response, Failure> {
    let shell = shell(site, session, Menu::Help, &shown.rendered.title);
    let body = under_version(&shown.rendered.html, &site.app.settings.consent_version);
    page(&ChapterPage { shell, shown, body, before: None, after: None })
}

/// The text under the version that a consent is stored with, so that both say the same.
fn under_version(html: &'static str, version: &str) -> Cow<'static, str> {
    match version == WRITTEN_VERSION {
        true => Cow::Borrowed(html),
        false => Cow::Owned(html.replacen(WRITTEN_VERSION, &version.replace('&', "&amp;").replace('<', "&lt;"), 1)),
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    let all = PAGES.iter().chain([&*AGREEMENT_PAGE, &*PRIVACY_PAGE]);
    all.map(|shown| {
        let shell = crate::samples::shell(Menu::Help, &shown.rendered.title);
        let body = Cow::Borrowed(&*shown.rendered.html);
        let page = ChapterPage { shell, shown, body, before: PAGES.first(), after: PAGES.last() };
        (format!("help {}", shown.chapter.name), page.to_string())
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_terms_bear_the_version_that_consents_are_stored_with() {
        assert_eq!(app::settings::Settings::default().consent_version, WRITTEN_VERSION);
        for page in [&*AGREEMENT_PAGE, &*PRIVACY_PAGE] {
            let written = under_version(&page.rendered.html, WRITTEN_VERSION);
            assert_eq!(written.matches("版本 2026-11").count(), 1, "{}", page.chapter.name);
            let newer = under_version(&page.rendered.html, "<2026-12>");
            assert!(newer.contains("版本 &lt;2026-12>") && !newer.contains(WRITTEN_VERSION));
        }
    }
}
