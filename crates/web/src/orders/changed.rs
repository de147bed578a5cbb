//! The page for somebody whose page was too old, or who was overtaken: it says who did what and when (E12), and leads
//! back to the order as it is now.

use super::tag::Tag;
use super::view::{Moment, staff_timeline, timeline};
use crate::failure::Failure;
use crate::page::page_with;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::Error;
use app::account::Session;
use app::order::query::{self, Detail};
use app::order::store::Find;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

/// The most events that are told.
const TOLD: usize = 5;

#[derive(Template)]
#[template(path = "orders/changed.html")]
struct ChangedPage {
    shell: Shell,
    number: String,
    tag: Tag,
    sentence: String,
    moments: Vec<Moment>,
    url: String,
}

/// Whose page was too old.
pub struct StalePage<'a> {
    pub session: &'a Session,
    /// The entry of the menu.
    pub menu: Menu,
    /// The order, within the visitor's rights.
    pub find: Find,
    pub url: String,
    /// The version that the page showed.
    pub seen: i64,
}

/// Turns `Stale` and `Refused` into a page that says what happened; anything else stays a failure.
pub async fn told(site: &Site, who: StalePage<'_>, error: Error) -> Result<Response, Failure> {
    let sentence = match error {
        Error::Stale { .. } => "您打开页面之后，订单已经有变化，刚才的操作没有执行。".to_owned(),
        Error::Refused(refusal) => refusal.sentence(),
        other => return Err(other.into()),
    };
    let detail = query::detail(&site.app, who.find).await?;
    let shell = shell(site, who.session, who.menu, "订单已有变化");
    page_with(StatusCode::CONFLICT, &changed_page(shell, &detail, who.seen, who.url, sentence))
}

fn changed_page(shell: Shell, detail: &Detail, seen: i64, url: String, sentence: String) -> ChangedPage {
    let newer: Vec<_> = detail.history.iter().filter(|entry| entry.version > seen).take(TOLD).cloned().collect();
    ChangedPage {
        number: detail.stored.order.number.to_string(),
        tag: Tag::of(&detail.stored.order.state),
        moments: if shell.is_staff() { staff_timeline(&newer) } else { timeline(&newer) },
        shell,
        sentence,
        url,
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use super::sample;
    let mut detail = sample::detail(domain::order::State::ToShip(sample::approved()));
    detail.history.insert(0, sample::entry(4, "2026-11-23 10:30:00", domain::order::Event::Approved, "郑书言", ""));
    let shell = crate::orders::sample::staff_shell(Menu::Review, "订单已有变化");
    let page = changed_page(shell, &detail, 3, "/cakey/staff/review".into(), "订单现在是“待发货”，不能通过。".into());
    vec![("orders changed".to_owned(), page.to_string())]
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_one_who_was_overtaken_reads_who_did_what_and_when() {
        let (_, html) = super::samples().remove(0);
        for words in ["郑书言", "审核通过", "11-23 10:30", "待发货"] {
            assert!(html.contains(words), "{words}");
        }
        assert!(!html.contains("11-23 09:12"), "what the page showed already is not told again");
    }
}
