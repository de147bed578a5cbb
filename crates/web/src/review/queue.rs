//! 审核队列: what waits for review, oldest first, and 领取下一单.

use super::order::path;
use crate::error::Failure;
use crate::form::Form;
use crate::orders::number::{Number, Seen};
use crate::orders::place;
use crate::orders::tag::review_day;
use crate::orders::view::short_content;
use crate::page::{page, see_other};
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::account::StaffUser;
use app::order::query::{self, Cursor, Line, Page};
use app::order::{Console, review};
use app::{App, Error};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::id::{OrderNumber, StaffId};
use domain::order::{Review, State as OrderState, StatusCode};
use domain::time;
use jiff::Timestamp;
use serde::Deserialize;

/// 领取下一单 looks at no more pages than this.
const PAGES_TRIED: usize = 5;

/// The place of the page, and what was done just now.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    p: String,
    done: String,
}

#[derive(Template)]
#[template(path = "review/queue.html")]
struct QueuePage {
    shell: Shell,
    decides: bool,
    told: &'static str,
    waiting: String,
    mine: usize,
    rows: Vec<Row>,
    before: Option<String>,
    after: Option<String>,
}

struct Row {
    number: String,
    version: i64,
    company: String,
    content: String,
    remark: String,
    waits: String,
    late: bool,
    claim: String,
    mine: bool,
    free: bool,
}

/// GET /cakey/staff/review.
pub async fn show(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let found = query::queue(&site.app, &user, Console::Review, StatusCode::UnderReview, place::read(&asked.p)).await?;
    let counted = query::counts(&site.app, &user, Console::Review, &[StatusCode::UnderReview]).await?;
    let waiting = counted.first().map_or(0, |(_, count)| *count);
    let shell = shell(&site, &session, Menu::Review, "审核队列");
    page(&queue_page(shell, &user, &found, waiting, &asked.done, site.app.now()))
}

/// POST /cakey/staff/review/next: 领取下一单.
pub async fn next(
    State(site): State<Site>,
    Staff(_, user): Staff,
    Form(_): Form<Nothing>,
) -> Result<Response, Failure> {
    go_on(&site.app, &user, "none").await
}

/// A form of nothing but its token.
#[derive(Debug, Deserialize)]
pub struct Nothing {}

/// POST /cakey/staff/review/{number}/claim.
pub async fn claim(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Number(number): Number,
    Form(seen): Form<Seen>,
) -> Result<Response, Failure> {
    match review::claim(&site.app, &user, &number, seen.version).await {
        Ok(_) => Ok(see_other(&path(&number))),
        Err(error) => super::order::overtaken(&site, &session, &user, number, seen.version, error).await,
    }
}

/// POST /cakey/staff/review/{number}/release.
pub async fn release(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Number(number): Number,
    Form(seen): Form<Seen>,
) -> Result<Response, Failure> {
    match review::release(&site.app, &user, &number, seen.version).await {
        Ok(_) => Ok(see_other("/cakey/staff/review?done=released")),
        Err(error) => super::order::overtaken(&site, &session, &user, number, seen.version, error).await,
    }
}

/// Claims the oldest order that nobody looks at and goes there; else back to the queue with what was `done`.
pub async fn go_on(app: &App, user: &StaffUser, done: &str) -> Result<Response, Failure> {
    let mut cursor = Cursor::First;
    for _ in 0..PAGES_TRIED {
        let found = query::queue(app, user, Console::Review, StatusCode::UnderReview, cursor).await?;
        for line in &found.lines {
            if let Some(number) = try_claim(app, user, line).await? {
                return Ok(see_other(&path(&number)));
            }
        }
        match found.after {
            Some(id) => cursor = Cursor::After(id),
            None => break,
        }
    }
    Ok(see_other(&format!("/cakey/staff/review?done={done}")))
}

/// `None` when somebody else has it, or was faster.
async fn try_claim(app: &App, user: &StaffUser, line: &Line) -> Result<Option<OrderNumber>, Failure> {
    let OrderState::UnderReview(review) = &line.state else { return Ok(None) };
    if review.held_by_other(user.id, app.now()).is_some() || review.supplement.is_some() {
        return Ok(None);
    }
    let Some(number) = OrderNumber::parse(&line.number) else { return Ok(None) };
    match review::claim(app, user, &number, line.version).await {
        Ok(_) => Ok(Some(number)),
        Err(Error::Stale { .. } | Error::Refused(_) | Error::NotFound) => Ok(None),
        Err(other) => Err(other.into()),
    }
}

fn queue_page(shell: Shell, user: &StaffUser, found: &Page, waiting: i64, done: &str, now: Timestamp) -> QueuePage {
    let rows: Vec<Row> = found.lines.iter().filter_map(|line| Row::of(line, user.id, now)).collect();
    QueuePage {
        shell,
        decides: super::order::decides(user),
        told: told(done),
        waiting: if waiting >= query::COUNT_CAP { "999+".to_owned() } else { waiting.to_string() },
        mine: rows.iter().filter(|row| row.mine).count(),
        rows,
        before: found.before.map(|id| place::text(Cursor::Before(id))),
        after: found.after.map(|id| place::text(Cursor::After(id))),
    }
}

fn told(done: &str) -> &'static str {
    match done {
        "approved" => "已通过。没有其他可领取的订单了",
        "rejected" => "已拒绝，款项退回原支付账号。没有其他可领取的订单了",
        "released" => "已放回队列",
        "none" => "现在没有可领取的订单",
        _ => "",
    }
}

impl Row {
    fn of(line: &Line, me: StaffId, now: Timestamp) -> Option<Row> {
        let OrderState::UnderReview(review) = &line.state else { return None };
        let claim = review.claim.as_ref().filter(|claim| claim.until > now);
        Some(Row {
            number: line.number.clone(),
            version: line.version,
            company: line.company.clone(),
            content: short_content(line.certificates, line.seals),
            remark: remark(line, review),
            waits: waits(review.since, now),
            late: time::beijing(now).date() >= review_day(review.since),
            claim: claim_words(review, me, now),
            mine: claim.is_some_and(|claim| claim.by == me),
            free: claim.is_none(),
        })
    }
}

fn remark(line: &Line, review: &Review) -> String {
    let again = (line.submission > 1).then(|| format!("第 {} 次提交", line.submission));
    let cancel = review.cancel_requested.then(|| "用户申请取消".to_owned());
    let supplement = review.supplement.as_ref().map(|_| "等待用户补正".to_owned());
    [again, cancel, supplement].into_iter().flatten().collect::<Vec<_>>().join("，")
}

/// `我，剩 11 分`, another's name, or 没有人.
pub fn claim_words(review: &Review, me: StaffId, now: Timestamp) -> String {
    match review.claim.as_ref().filter(|claim| claim.until > now) {
        None => "没有人".to_owned(),
        Some(claim) if claim.by == me => {
            let minutes = claim.until.duration_since(now).as_mins().max(1);
            format!("我，剩 {minutes} 分")
        }
        Some(claim) => claim.name.clone(),
    }
}

/// `1 天 6 时`, `7 时 40 分`, `15 分`.
fn waits(since: Timestamp, now: Timestamp) -> String {
    let minutes = now.duration_since(since).as_mins().max(0);
    match (minutes / 1440, minutes / 60 % 24, minutes % 60) {
        (0, 0, minutes) => format!("{minutes} 分"),
        (0, hours, minutes) => format!("{hours} 时 {minutes} 分"),
        (days, hours, _) => format!("{days} 天 {hours} 时"),
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use crate::orders::sample;
    let user = sample::reviewer();
    let states = [sample::review(), sample::claimed(1), sample::claimed(2)];
    let cancel = Review { cancel_requested: true, ..sample::review() };
    let lines =
        states.into_iter().chain([cancel]).map(|review| sample::line(OrderState::UnderReview(review))).collect();
    let shell = || sample::staff_shell(Menu::Review, "审核队列");
    let full = Page { after: Some(domain::id::OrderId::new(9)), before: None, lines };
    let empty = Page { lines: Vec::new(), before: None, after: None };
    vec![
        ("queue".to_owned(), queue_page(shell(), &user, &full, 23, "", sample::now()).to_string()),
        ("queue empty".to_owned(), queue_page(shell(), &user, &empty, 0, "approved", sample::now()).to_string()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::orders::sample;

    #[test]
    fn a_claim_says_who_has_it_and_how_long() {
        let me = StaffId::new(1);
        assert_eq!(claim_words(&sample::review(), me, sample::now()), "没有人");
        assert_eq!(claim_words(&sample::claimed(1), me, sample::now()), "我，剩 11 分");
        assert_eq!(claim_words(&sample::claimed(2), me, sample::now()), "郑书言");
        assert_eq!(claim_words(&sample::claimed(2), me, sample::at("2026-11-23 10:42:00")), "没有人");
    }

    #[test]
    fn waiting_is_told_in_two_units() {
        let now = sample::now();
        for (since, text) in [
            ("2026-11-23 10:16:00", "15 分"),
            ("2026-11-23 02:51:00", "7 时 40 分"),
            ("2026-11-22 04:31:00", "1 天 6 时"),
            ("2026-11-23 11:00:00", "0 分"),
        ] {
            assert_eq!(waits(sample::at(since), now), text);
        }
    }
}
