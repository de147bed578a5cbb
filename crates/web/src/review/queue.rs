//! 审核队列: what waits for review, longest wait first in working hours, with what the automatic checks say; 领取下一单.

use super::case::path;
use super::checks::badge;
use super::claim::claim_words;
use super::place;
use crate::failure::{Failure, see_other};
use crate::form::{Form, Nothing};
use crate::orders::number::{Number, VersionBody};
use crate::orders::view::short_content;
use crate::page::page;
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::order::{overview, review};
use app::review::queue::{self, Claims, Cursor, Figures, QueueFilter, QueueOrder, QueuePage as Found};
use app::who::StaffUser;
use app::{App, Error};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::id::{OrderNumber, ProjectId, StaffId};
use domain::working_time::WorkingTime;
use jiff::Timestamp;
use serde::Deserialize;

/// The place of the page, its filter, and what was done just now.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct QueueQuery {
    /// A platform's row.
    pj: String,
    /// `nobody` or `mine`.
    who: String,
    /// A part of the number or of the company's name.
    kw: String,
    p: String,
    done: String,
}

#[derive(Template)]
#[template(path = "review/queue.html")]
struct QueuePage {
    shell: Shell,
    asked: QueueQuery,
    told: &'static str,
    promise: u32,
    figures: Figures,
    waiting: String,
    projects: Vec<(String, String)>,
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
    badge: (&'static str, String),
    waits: String,
    late: bool,
    claim: String,
    mine: bool,
    free: bool,
}

/// What the rows are told by.
struct Clock<'a> {
    working: &'a WorkingTime,
    late_before: Timestamp,
    now: Timestamp,
}

impl QueueQuery {
    fn filter(&self) -> QueueFilter {
        QueueFilter {
            project: self.pj.parse().ok().map(ProjectId::new),
            claims: match self.who.as_str() {
                "nobody" => Claims::Nobody,
                "mine" => Claims::Mine,
                _ => Claims::All,
            },
            word: self.kw.trim().to_owned(),
        }
    }

    fn is_filtered(&self) -> bool {
        !(self.pj.is_empty() && self.who.is_empty() && self.kw.trim().is_empty())
    }

    fn link(&self, cursor: Cursor) -> String {
        let place = place::text(cursor);
        let query: Vec<String> = [("pj", &self.pj), ("who", &self.who), ("kw", &self.kw), ("p", &place)]
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", crate::next::encode(value)))
            .collect();
        format!("/cakey/staff/review?{}", query.join("&"))
    }
}

/// GET /cakey/staff/review.
pub async fn show(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Query(asked): Query<QueueQuery>,
) -> Result<Response, Failure> {
    let (app, now) = (&site.app, site.app.now());
    let found = queue::list(app, &user, asked.filter(), place::read(&asked.p)).await?;
    let figures = queue::figures(app, &user).await?;
    let projects = overview::choices(app).await?.projects;
    let clock = Clock { working: &app.settings.working, late_before: queue::late_before(app, now), now };
    let projects = projects.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    let shell = shell(&site, &session, Menu::Review, "审核队列");
    let promise = app.settings.promises.review_days;
    page(&QueuePage { promise, projects, ..queue_page(shell, user.id, asked, &found, figures, &clock) })
}

/// POST /cakey/staff/review/next: 领取下一单.
pub async fn next(
    State(site): State<Site>,
    Staff(_, user): Staff,
    Form(_): Form<Nothing>,
) -> Result<Response, Failure> {
    go_on(&site.app, &user, None).await
}

/// POST /cakey/staff/review/{number}/claim.
pub async fn claim(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Number(number): Number,
    Form(seen): Form<VersionBody>,
) -> Result<Response, Failure> {
    match review::claim(&site.app, &user, &number, seen.version).await {
        Ok(_) => Ok(see_other(&path(&number))),
        Err(error) => super::case::overtaken(&site, &session, &user, number, seen.version, error).await,
    }
}

/// POST /cakey/staff/review/{number}/release.
pub async fn release(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Number(number): Number,
    Form(seen): Form<VersionBody>,
) -> Result<Response, Failure> {
    match review::release(&site.app, &user, &number, seen.version).await {
        Ok(_) => Ok(see_other("/cakey/staff/review?done=released")),
        Err(error) => super::case::overtaken(&site, &session, &user, number, seen.version, error).await,
    }
}

/// Claims the order that has waited longest and that nobody looks at, and goes there; else back to the queue with what
/// was `done`.
pub async fn go_on(app: &App, user: &StaffUser, done: Option<&str>) -> Result<Response, Failure> {
    for waiting in queue::free(app, user).await? {
        if let Some(number) = try_claim(app, user, &waiting).await? {
            let told = done.map(|done| format!("?done={done}")).unwrap_or_default();
            return Ok(see_other(&format!("{}{told}", path(&number))));
        }
    }
    Ok(see_other(&format!("/cakey/staff/review?done={}", done.unwrap_or("none"))))
}

/// `None` when somebody else has it, or was faster.
async fn try_claim(app: &App, user: &StaffUser, waiting: &QueueOrder) -> Result<Option<OrderNumber>, Failure> {
    let Some(number) = OrderNumber::parse(&waiting.number) else { return Ok(None) };
    match review::claim(app, user, &number, waiting.version).await {
        Ok(_) => Ok(Some(number)),
        Err(Error::Stale { .. } | Error::Refused(_) | Error::NotFound) => Ok(None),
        Err(other) => Err(other.into()),
    }
}

fn queue_page(
    shell: Shell,
    me: StaffId,
    asked: QueueQuery,
    found: &Found,
    figures: Figures,
    clock: &Clock<'_>,
) -> QueuePage {
    QueuePage {
        shell,
        told: told(&asked.done),
        promise: 2,
        figures,
        waiting: if figures.waiting >= queue::COUNT_CAP { "999+".to_owned() } else { figures.waiting.to_string() },
        projects: Vec::new(),
        rows: found.lines.iter().map(|line| Row::of(line, me, clock)).collect(),
        before: found.before.map(|place| asked.link(Cursor::Before(place))),
        after: found.after.map(|place| asked.link(Cursor::After(place))),
        asked,
    }
}

/// What was done just now, in one sentence; empty for nothing.
pub fn told(done: &str) -> &'static str {
    match done {
        "approved" => "上一单已通过",
        "rejected" => "上一单已拒绝，款项退回原支付账号",
        "released" => "已放回队列",
        "none" => "现在没有可领取的订单",
        _ => "",
    }
}

impl Row {
    fn of(line: &QueueOrder, me: StaffId, clock: &Clock<'_>) -> Row {
        let claim = line.review.claim.as_ref().filter(|claim| claim.until > clock.now);
        Row {
            number: line.number.clone(),
            version: line.version,
            company: line.company.clone(),
            content: short_content(line.certificates, line.seals),
            remark: remark(line),
            badge: badge(line.checked),
            waits: clock.working.text(clock.working.worked(line.since, clock.now)),
            late: line.since < clock.late_before,
            claim: claim_words(&line.review, me, clock.now),
            mine: claim.is_some_and(|claim| claim.by == me),
            free: claim.is_none(),
        }
    }
}

fn remark(line: &QueueOrder) -> String {
    let again = (line.submission > 1).then(|| format!("第 {} 次提交", line.submission));
    let cancel = line.review.cancel_requested.then(|| "用户申请取消".to_owned());
    let supplement = line.review.supplement.as_ref().map(|_| "等待用户补正".to_owned());
    [again, cancel, supplement].into_iter().flatten().collect::<Vec<_>>().join("，")
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use crate::orders::sample;
    use app::review::checks::CheckCount;
    use domain::order::Review;
    let waiting = |review: Review, differences: usize, doubts: usize| QueueOrder {
        id: domain::id::OrderId::new(7),
        number: sample::number().to_string(),
        company: "澜州青禾建设工程有限公司".into(),
        project: ProjectId::new(1),
        since: review.since,
        review,
        version: 4,
        submission: 2,
        certificates: 2,
        seals: 1,
        checked: CheckCount { passed: 5, doubts, differences },
    };
    let cancel = Review { cancel_requested: true, ..sample::review() };
    let old = Review { since: sample::at("2026-11-19 09:00:00"), ..sample::review() };
    let lines = vec![
        waiting(old, 1, 1),
        waiting(sample::claimed(1), 0, 2),
        waiting(sample::claimed(2), 0, 0),
        waiting(cancel, 0, 0),
    ];
    let working = WorkingTime::default();
    let clock = Clock { working: &working, late_before: sample::at("2026-11-20 09:00:00"), now: sample::now() };
    let figures = Figures { waiting: 23, late: 1, mine: 1, decided: 41, minutes: 4 };
    let shell = || sample::staff_shell(Menu::Review, "审核队列");
    let full = Found { after: lines.last().map(QueueOrder::place), before: None, lines };
    let empty = Found { lines: Vec::new(), before: None, after: None };
    let me = StaffId::new(1);
    let done = QueueQuery { done: "approved".into(), ..QueueQuery::default() };
    let narrow = QueueQuery { kw: "青禾".into(), ..QueueQuery::default() };
    vec![
        ("queue".to_owned(), queue_page(shell(), me, QueueQuery::default(), &full, figures, &clock).to_string()),
        ("queue empty".to_owned(), queue_page(shell(), me, done, &empty, Figures::default(), &clock).to_string()),
        ("queue filtered".to_owned(), queue_page(shell(), me, narrow, &empty, figures, &clock).to_string()),
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
    fn the_queue_tells_ages_in_working_hours_and_what_the_checks_found() {
        let (_, html) = samples().remove(0);
        for words in ["2 天 1 时", "1 项不一致", "2 项提醒", "全部通过", "用户申请取消", "平均 4 分钟"]
        {
            assert!(html.contains(words), "{words}");
        }
    }
}
