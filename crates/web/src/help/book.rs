//! The chapters of docs/manual as they are shown. Rendered once.

use super::chapters::{AGREEMENT, CHAPTERS, Chapter, PRIVACY};
use super::markdown::{self, Rendered};
use std::sync::LazyLock;

/// A chapter as it is shown.
pub struct Page {
    /// What it was made from.
    pub chapter: &'static Chapter,
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

    pub fn url(&self) -> String {
        format!("/cakey/help/{}", self.chapter.name)
    }
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
