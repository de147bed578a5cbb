//! The chapters of docs/manual, in order, and where each is read. Rendered once.

use super::markdown::{self, Rendered};
use std::sync::LazyLock;

/// Whom a chapter is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// Everybody.
    Anybody,
    /// 企业用户.
    Company,
    /// 网点人员.
    Outlet,
    /// The other roles of the staff.
    Staff,
}

/// One file of docs/manual.
pub struct Chapter {
    /// Its name in addresses.
    pub name: &'static str,
    /// Its file in docs/manual; links between chapters name it.
    pub file: &'static str,
    /// For whom.
    pub reader: Reader,
    text: &'static str,
}

macro_rules! chapter {
    ($name:literal, $file:literal, $reader:ident) => {
        Chapter {
            name: $name,
            file: $file,
            reader: Reader::$reader,
            text: include_str!(concat!("../../../../docs/manual/", $file)),
        }
    };
}

/// The manual.
static CHAPTERS: [Chapter; 8] = [
    chapter!("about", "1-about.md", Anybody),
    chapter!("environment", "2-environment.md", Anybody),
    chapter!("register", "3.1-register.md", Company),
    chapter!("orders", "3.2-orders.md", Company),
    chapter!("invoices", "3.3-invoices.md", Company),
    chapter!("questions", "4-questions.md", Company),
    chapter!("outlet-staff", "5-outlet-staff.md", Outlet),
    chapter!("staff", "6-staff.md", Staff),
];

static AGREEMENT: Chapter = chapter!("agreement", "agreement.md", Company);
static PRIVACY: Chapter = chapter!("privacy", "privacy.md", Company);

/// Files of docs/manual that have pages of their own, and these.
const ELSEWHERE: [(&str, &str); 5] = [
    ("README.md", "/cakey/help"),
    ("annex-a-templates.md", "/cakey/templates"),
    ("annex-b-outlets.md", "/cakey/outlets"),
    ("agreement.md", "/cakey/agreement"),
    ("privacy.md", "/cakey/privacy"),
];

/// A chapter as it is shown.
pub struct Page {
    /// What it was made from.
    pub chapter: &'static Chapter,
    /// Its words.
    pub rendered: Rendered,
}

/// The pages of the manual, in order.
pub static PAGES: LazyLock<Vec<Page>> = LazyLock::new(|| CHAPTERS.iter().map(Page::of).collect());
/// 用户协议.
pub static AGREEMENT_PAGE: LazyLock<Page> = LazyLock::new(|| Page::of(&AGREEMENT));
/// 隐私政策.
pub static PRIVACY_PAGE: LazyLock<Page> = LazyLock::new(|| Page::of(&PRIVACY));

impl Page {
    fn of(chapter: &'static Chapter) -> Page {
        Page { chapter, rendered: markdown::render(chapter.text) }
    }

    /// Where it is read.
    pub fn url(&self) -> String {
        format!("/cakey/help/{}", self.chapter.name)
    }
}

/// Where a file of docs/manual is read in the program.
pub fn url_of(file: &str) -> Option<String> {
    let elsewhere = ELSEWHERE.iter().find(|(other, _)| *other == file).map(|(_, url)| (*url).to_owned());
    let chapter = || CHAPTERS.iter().find(|chapter| chapter.file == file);
    elsewhere.or_else(|| chapter().map(|chapter| format!("/cakey/help/{}", chapter.name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_chapter_has_the_number_and_the_name_of_the_manual() {
        let titles: Vec<&str> = PAGES.iter().map(|page| page.rendered.title.as_str()).collect();
        let manual = ["1. 文档说明", "2. 操作环境", "3.1 用户注册", "3.2 订单服务", "3.3 发票管理"];
        assert_eq!(titles[..5], manual);
        let steps: Vec<&str> = PAGES[3].rendered.contents.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(steps.len(), 13);
        for (number, step) in steps.iter().enumerate() {
            assert!(step.starts_with(&format!("（{}）", number + 1)), "{step}");
        }
        assert_eq!(PAGES[5].rendered.contents.len(), 10, "the ten questions");
    }

    #[test]
    fn every_picture_of_a_chapter_is_built_in() {
        let shown: usize = PAGES.iter().map(|page| page.rendered.html.matches("<img src=").count()).sum();
        let named: usize = CHAPTERS.iter().map(|chapter| chapter.text.matches("](pictures/").count()).sum();
        assert_eq!(shown, named);
        assert!(shown > 10, "{shown} pictures");
    }

    #[test]
    fn every_link_between_chapters_is_met() {
        for page in PAGES.iter().chain([&*AGREEMENT_PAGE, &*PRIVACY_PAGE]) {
            let html = &page.rendered.html;
            assert!(!html.contains(".md") && !html.contains("href=\"http"), "{}", page.chapter.file);
            assert!(!page.rendered.title.is_empty() && html.contains("<p>"), "{}", page.chapter.file);
        }
    }
}
