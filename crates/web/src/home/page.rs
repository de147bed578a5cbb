//! 首页 after the login: what waits, the newest orders, and 资料完善 until it is done.

use super::waiting::{OpenOrder, contents};
use crate::failure::Failure;
use crate::orders::tag::Tag;
use crate::page as answer;
use crate::profile::{self, ProfileStep, STEPS};
use crate::session::Company;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::App;
use app::announcement::{self, Announcement};
use app::order::query::{self, Cursor, OrderLine};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::id::CompanyId;
use domain::order::StatusCode;
use domain::order::filter::OrderFilter;
use domain::time;

/// Rows of 最近的订单.
const RECENT: usize = 5;
/// The most rows of 等您处理; the list of orders has the rest.
const WAITING_MAX: usize = 10;
/// The states in which an order can wait for the company.
const WAITING_IN: [StatusCode; 4] =
    [StatusCode::Draft, StatusCode::AwaitingPayment, StatusCode::Shipped, StatusCode::Processing];

#[derive(Template)]
#[template(path = "home/page.html")]
struct HomePage {
    shell: Shell,
    /// The contact, or the company while there is none.
    name: String,
    waiting: Vec<OpenOrder>,
    recent: Vec<Recent>,
    tasks: Vec<Task>,
    news: Vec<Announcement>,
}

/// One line of 最近的订单.
struct Recent {
    number: String,
    contents: String,
    amount: String,
    tag: Tag,
    updated: String,
}

/// One line of 资料完善.
struct Task {
    step: &'static ProfileStep,
    done: bool,
}

impl Task {
    /// Where it is filled in; once it is, where it is shown.
    fn url(&self) -> &'static str {
        if self.done { self.step.page } else { self.step.form }
    }
}

impl HomePage {
    fn tasks_done(&self) -> usize {
        self.tasks.iter().filter(|task| task.done).count()
    }

    fn tasks_open(&self) -> bool {
        self.next().is_some()
    }

    /// What to fill in first.
    fn next(&self) -> Option<&Task> {
        self.tasks.iter().find(|task| !task.done)
    }
}

/// GET /cakey/home
pub async fn show(State(site): State<Site>, Company(session, user): Company) -> Result<Response, Failure> {
    let company = app::company::load(&site.app, user.id).await?;
    let open: Vec<&ProfileStep> = profile::open(&company).collect();
    let recent = query::list(&site.app, user.id, OrderFilter::default(), Cursor::First).await?;
    answer::page(&HomePage {
        shell: shell(&site, &session, Menu::Home, "首页"),
        name: if company.contact.name.is_empty() { company.name } else { company.contact.name },
        waiting: waiting(&site.app, user.id).await?,
        recent: recent.lines.iter().take(RECENT).map(Recent::of).collect(),
        tasks: tasks(&open),
        news: announcement::shown(&site.app).await?,
    })
}

async fn waiting(app: &App, company: CompanyId) -> Result<Vec<OpenOrder>, Failure> {
    let mut waiting = Vec::new();
    for status in WAITING_IN {
        let filter = OrderFilter { status: Some(status), ..OrderFilter::default() };
        let found = query::list(app, company, filter, Cursor::First).await?;
        waiting.extend(found.lines.iter().filter_map(OpenOrder::of));
    }
    waiting.sort_by_key(|waiting| waiting.kind);
    waiting.truncate(WAITING_MAX);
    Ok(waiting)
}

fn tasks(open: &[&ProfileStep]) -> Vec<Task> {
    STEPS.iter().map(|step| Task { step, done: !open.contains(&step) }).collect()
}

impl Recent {
    fn of(line: &OrderLine) -> Recent {
        Recent {
            number: line.number.clone(),
            contents: contents(line),
            amount: line.amount.to_string(),
            tag: Tag::of(&line.state),
            updated: time::minute_text(line.updated_at),
        }
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use crate::orders::sample::{line, rejected};
    use domain::order::State;
    let lines = [
        line(State::Draft { rejected: Some(rejected()) }),
        line(State::AwaitingPayment { pay_until: None, reviewed: None }),
    ];
    let full = HomePage {
        shell: crate::samples::shell(Menu::Home, "首页"),
        name: "林晓岚".into(),
        waiting: lines.iter().filter_map(OpenOrder::of).collect(),
        recent: lines.iter().map(Recent::of).collect(),
        tasks: tasks(&[]),
        news: vec![crate::config::announcements::sample()],
    };
    let fresh = HomePage {
        shell: crate::samples::shell(Menu::Home, "首页"),
        name: "澜州青禾建设工程有限公司".into(),
        waiting: Vec::new(),
        recent: Vec::new(),
        tasks: tasks(&[&STEPS[0], &STEPS[1]]),
        news: Vec::new(),
    };
    vec![("home".into(), full.to_string()), ("home of a new company".into(), fresh.to_string())]
}
