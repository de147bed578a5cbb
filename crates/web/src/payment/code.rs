//! The QR code, its picture, and the two ways in which a page learns the result: the script's question and the button
//! 我已付款，查询结果. Both read our own rows; the button asks the worker to hurry.

use super::prompt::elsewhere;
use crate::failure::{Failure, Fault, see_other};
use crate::form::Form;
use crate::orders::number::Number;
use crate::orders::steps::{self, ProgressStep};
use crate::orders::tag::month_day;
use crate::orders::view::content;
use crate::page::page;
use crate::qr;
use crate::session::Company;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::order::query::{self, Detail};
use app::order::store::Find;
use app::payment::{StoredAttempt, open, settle};
use app::who::CompanyUser;
use askama::Template;
use axum::Json;
use axum::extract::{Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::id::OrderNumber;
use domain::order::State as OrderState;
use domain::payment::AttemptState;
use domain::time;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How often, and with what pause, the button looks at our row: 1.5 s in all.
const LOOKS: usize = 6;
const LOOK_PAUSE: Duration = Duration::from_millis(250);

#[derive(Template)]
#[template(path = "payment/code.html")]
struct CodePage {
    shell: Shell,
    number: String,
    version: i64,
    steps: Vec<ProgressStep>,
    trade: String,
    seconds_left: i64,
    until: String,
    scanned: bool,
    asked: bool,
    amount: String,
    content: String,
    project: String,
    way: &'static str,
    kept_until: String,
}

/// `?asked=1` after the button found nothing yet.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CodeQuery {
    asked: String,
}

/// The button that was pressed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CodeBody {
    act: String,
}

/// What the script is told.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Next(String),
    /// `waiting`, `scanned` or `over`.
    State(&'static str),
}

/// GET …/pay/code.
pub async fn show(
    State(site): State<Site>,
    Company(session, user): Company,
    Number(number): Number,
    Query(asked): Query<CodeQuery>,
) -> Result<Response, Failure> {
    let detail = query::detail(&site.app, Find::Own(user.id, number.clone())).await?;
    if let Some(path) = elsewhere(&detail.stored.order.state, &number) {
        return Ok(see_other(&path));
    }
    let attempt = open::current(&site.app, &user, &number).await?;
    let Some(attempt) = attempt.filter(|attempt| attempt.qr_code.is_some()) else {
        return Ok(see_other(&format!("/cakey/orders/{number}/pay")));
    };
    let shell = shell(&site, &session, Menu::Orders, "订单支付");
    page(&code_page(shell, &detail, &attempt, site.app.now(), !asked.asked.is_empty()))
}

/// GET …/pay/qr.png.
pub async fn picture(
    State(site): State<Site>,
    Company(_, user): Company,
    Number(number): Number,
) -> Result<Response, Failure> {
    let attempt = open::current(&site.app, &user, &number).await?;
    let code = attempt.and_then(|attempt| attempt.qr_code).ok_or(Failure::NotFound)?;
    if code.len() > qr::MAX_BYTES {
        return Err(Failure::Fault(Fault::Code { number: number.clone(), bytes: code.len() }));
    }
    Ok(([(CONTENT_TYPE, "image/png"), (CACHE_CONTROL, "no-store")], qr::png(&code)).into_response())
}

/// GET …/pay/status, for the script.
pub async fn status(
    State(site): State<Site>,
    Company(_, user): Company,
    Number(number): Number,
) -> Result<Json<Status>, Failure> {
    Ok(Json(look(&site, &user, &number).await?))
}

/// POST …/pay/code: 我已付款，查询结果. (刷新二维码 opens a new trade if the old code is dead.)
pub async fn post(
    State(site): State<Site>,
    company: Company,
    number: Number,
    Form(posted): Form<CodeBody>,
) -> Result<Response, Failure> {
    let (user, asked) = (company.1.clone(), number.0.clone());
    if posted.act == "new" {
        let stored = query::plain(&site.app, Find::Own(user.id, asked)).await?;
        let seen = crate::orders::number::VersionBody { version: stored.order.version };
        return super::prompt::post(State(site), company, number, Form(seen)).await;
    }
    if let Some(attempt) = open::current(&site.app, &user, &asked).await? {
        settle::hurry(&site.app, attempt.id).await?;
    }
    for _ in 0..LOOKS {
        if let Status::Next(path) = look(&site, &user, &asked).await? {
            return Ok(see_other(&path));
        }
        tokio::time::sleep(LOOK_PAUSE).await;
    }
    Ok(see_other(&format!("/cakey/orders/{asked}/pay/code?asked=1")))
}

async fn look(site: &Site, user: &CompanyUser, number: &OrderNumber) -> Result<Status, Failure> {
    let stored = query::plain(&site.app, Find::Own(user.id, number.clone())).await?;
    if let Some(path) = elsewhere(&stored.order.state, number) {
        return Ok(Status::Next(path));
    }
    let attempt = open::current(&site.app, user, number).await?;
    Ok(Status::State(attempt.map_or("over", |attempt| word(&attempt, site.app.now()))))
}

fn word(attempt: &StoredAttempt, now: Timestamp) -> &'static str {
    match attempt.state {
        AttemptState::Scanned => "scanned",
        _ if seconds_left(attempt, now) == 0 => "over",
        _ => "waiting",
    }
}

fn seconds_left(attempt: &StoredAttempt, now: Timestamp) -> i64 {
    if attempt.state.is_open() { attempt.expires_at.duration_since(now).as_secs().max(0) } else { 0 }
}

fn code_page(shell: Shell, detail: &Detail, attempt: &StoredAttempt, now: Timestamp, asked: bool) -> CodePage {
    let (order, draft) = (&detail.stored.order, &detail.stored.draft);
    let kept_until = match &order.state {
        OrderState::AwaitingPayment { pay_until: Some(at), .. } => month_day(time::beijing(*at).date()),
        _ => String::new(),
    };
    CodePage {
        shell,
        number: order.number.to_string(),
        version: order.version,
        steps: steps::of(&order.state, &detail.history),
        trade: attempt.trade.to_string(),
        seconds_left: seconds_left(attempt, now),
        until: time::beijing(attempt.expires_at).strftime("%H:%M").to_string(),
        scanned: attempt.state == AttemptState::Scanned,
        asked,
        amount: attempt.amount.to_string(),
        content: content(draft.certificates(), draft.seals()),
        project: detail.project.clone(),
        way: order.delivery.title(),
        kept_until,
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use crate::orders::sample;
    let pay_until = Some(sample::at("2026-12-08 09:12:00"));
    let detail = sample::detail(OrderState::AwaitingPayment { pay_until, reviewed: None });
    let page = |name: &str, state, now, asked| {
        let shell = sample::shell(Menu::Orders, "订单支付");
        (name.to_owned(), code_page(shell, &detail, &sample::attempt(state), now, asked).to_string())
    };
    let late = sample::at("2026-11-23 11:00:00");
    vec![
        page("pay code", AttemptState::QrReady, sample::now(), false),
        page("pay code asked", AttemptState::Scanned, sample::now(), true),
        page("pay code over", AttemptState::Expired, late, false),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::orders::sample;

    #[test]
    fn the_script_is_told_to_go_on_to_wait_or_to_stop() {
        let json = |status: Status| serde_json::to_string(&status).expect("JSON");
        assert_eq!(json(Status::Next("/x".into())), r#"{"next":"/x"}"#);
        assert_eq!(json(Status::State("waiting")), r#"{"state":"waiting"}"#);
        let late = sample::at("2026-11-23 10:42:00");
        for (state, now, expected) in [
            (AttemptState::QrReady, sample::now(), "waiting"),
            (AttemptState::Scanned, sample::now(), "scanned"),
            (AttemptState::QrReady, late, "over"),
            (AttemptState::Expired, sample::now(), "over"),
        ] {
            assert_eq!(word(&sample::attempt(state), now), expected, "{state:?}");
        }
    }

    #[test]
    fn a_living_code_is_shown_with_its_seconds_and_reloads_without_script() {
        let (_, html) = samples().remove(0);
        for words in [
            "data-left=\"660\"",
            "请在 10:42 前扫码",
            "/pay/qr.png?t=P202611230127S1A1",
            "<noscript><meta http-equiv=\"refresh\" content=\"5\"></noscript>",
            "data-poll=",
            "我已付款，查询结果",
            "订单保留到 12-08",
        ] {
            assert!(html.contains(words), "{words}");
        }
    }

    #[test]
    fn a_dead_code_is_not_shown_and_not_waited_for() {
        let (_, html) = samples().remove(2);
        assert!(html.contains("二维码已失效，请刷新") && html.contains("刷新二维码"));
        assert!(!html.contains("qr.png") && !html.contains("data-poll") && !html.contains("http-equiv=\"refresh\""));
    }
}
