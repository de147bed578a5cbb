//! 帮助中心: what there is, for each reader; the ten questions; how to reach a person.

use super::book::{PAGES, Page};
use super::chapters::Reader;
use crate::failure::Failure;
use crate::page::page;
use crate::session::Visitor;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use askama::Template;
use axum::extract::State;
use axum::response::Response;

#[derive(Template)]
#[template(path = "help/index.html")]
struct IndexPage {
    shell: Shell,
}

impl IndexPage {
    fn user_chapters(&self) -> impl Iterator<Item = &'static Page> {
        PAGES.iter().filter(|page| matches!(page.chapter.reader, Reader::Anybody | Reader::Company))
    }

    fn staff_chapters(&self) -> impl Iterator<Item = &'static Page> {
        PAGES.iter().filter(|page| matches!(page.chapter.reader, Reader::Outlet | Reader::Staff))
    }

    fn questions(&self) -> impl Iterator<Item = (String, &'static str)> {
        let pages = PAGES.iter().filter(|page| page.chapter.name == "questions");
        pages.flat_map(|page| {
            page.rendered.contents.iter().map(|(id, words)| (format!("{}#{id}", page.url()), words.as_str()))
        })
    }
}

/// GET /cakey/help
pub async fn show(State(site): State<Site>, Visitor(session): Visitor) -> Result<Response, Failure> {
    page(&IndexPage { shell: shell(&site, &session, Menu::Help, "帮助中心") })
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use crate::samples;
    use domain::rights::Role;
    let staff = samples::staff_shell(Role::Outlet, Menu::Help, "帮助中心");
    [
        ("help", samples::nobody("帮助中心")),
        ("help of a company", samples::shell(Menu::Help, "帮助中心")),
        ("help of staff", staff),
    ]
    .into_iter()
    .map(|(name, shell)| (name.to_owned(), IndexPage { shell }.to_string()))
    .collect()
}
