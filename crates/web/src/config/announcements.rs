//! 公告: every announcement, the newest first.

use crate::failure::Failure;
use crate::page::page;
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use crate::staff::DoneQuery;
use app::announcement::{self, Announcement};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::time::beijing;
use jiff::civil::Date;

#[derive(Template)]
#[template(path = "config/announcements.html")]
struct AnnouncementsPage {
    shell: Shell,
    saved: bool,
    rows: Vec<Row>,
}

struct Row {
    id: i64,
    title: String,
    days: String,
    tag: (&'static str, &'static str),
}

/// GET /cakey/staff/announcements
pub async fn show(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Query(asked): Query<DoneQuery>,
) -> Result<Response, Failure> {
    let all = announcement::all(&site.app, &user).await?;
    let today = beijing(site.app.now()).date();
    let shell = shell(&site, &session, Menu::Announcements, "公告");
    let rows = all.iter().map(|one| Row::of(one, today)).collect();
    page(&AnnouncementsPage { shell, saved: asked.done == "saved", rows })
}

impl Row {
    fn of(one: &Announcement, today: Date) -> Row {
        let tag = match () {
            () if today < one.from => ("tag t-blu", "未开始"),
            () if today <= one.until => ("tag t-grn", "显示中"),
            () => ("tag", "已结束"),
        };
        Row { id: one.id.get(), title: one.title.clone(), days: format!("{} 至 {}", one.from, one.until), tag }
    }
}

#[cfg(test)]
pub fn sample() -> Announcement {
    Announcement {
        id: domain::id::AnnouncementId::new(1),
        title: "元旦假期 <照常> 受理".into(),
        body: "假期内照常受理，\n发货顺延。".into(),
        from: jiff::civil::date(2026, 11, 20),
        until: jiff::civil::date(2026, 11, 30),
        version: 1,
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    let shell = || crate::samples::staff_shell(domain::rights::Role::Admin, Menu::Announcements, "公告");
    let days = [19, 23].map(|day| jiff::civil::date(2026, 11, day));
    let late = jiff::civil::date(2026, 12, 1);
    let rows = days.into_iter().chain([late]).map(|today| Row::of(&sample(), today)).collect();
    let full = AnnouncementsPage { shell: shell(), saved: true, rows };
    let empty = AnnouncementsPage { shell: shell(), saved: false, rows: Vec::new() };
    vec![("announcements".to_owned(), full.to_string()), ("no announcements".to_owned(), empty.to_string())]
}
