//! One chapter of the manual, with the way to the others; 用户协议 and 隐私政策 in the same frame.

use super::book::{AGREEMENT_PAGE, PAGES, PRIVACY_PAGE, Page};
use crate::error::Failure;
use crate::page::page;
use crate::session::Visitor;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::account::Session;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

#[derive(Template)]
#[template(path = "help/chapter.html")]
struct ChapterPage {
    shell: Shell,
    shown: &'static Page,
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
    page(&ChapterPage { shell, shown, before, after: PAGES.get(at + 1) })
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
    page(&ChapterPage { shell, shown, before: None, after: None })
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    let all = PAGES.iter().chain([&*AGREEMENT_PAGE, &*PRIVACY_PAGE]);
    all.map(|shown| {
        let shell = crate::samples::shell(Menu::Help, &shown.rendered.title);
        let page = ChapterPage { shell, shown, before: PAGES.first(), after: PAGES.last() };
        (format!("help {}", shown.chapter.name), page.to_string())
    })
    .collect()
}
