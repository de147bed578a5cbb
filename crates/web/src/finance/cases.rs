//! 资金异常: the list of cases, one case with its notes, 记备注 and 关闭.

use crate::failure::{Failure, see_other};
use crate::form::Form;
use crate::orders::place;
use crate::page::{page, page_with};
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::finance::cases::{self, store::Case, store::CaseNote};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::field::FieldErrors;
use domain::order::staff_form::ExplanationForm;
use domain::time;
use serde::Deserialize;

/// Which list, and the place of its page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CasesQuery {
    tab: String,
    p: String,
}

#[derive(Template)]
#[template(path = "finance/cases.html")]
struct CasesPage {
    shell: Shell,
    closed: bool,
    rows: Vec<Row>,
    after: Option<String>,
}

struct Row {
    id: i64,
    kind: String,
    order: String,
    trade: String,
    company: String,
    amount: String,
    detail: String,
    at: String,
}

#[derive(Template)]
#[template(path = "finance/case.html")]
struct CasePage {
    shell: Shell,
    case: Row,
    open: bool,
    notes: Vec<Note>,
    form: ExplanationForm,
    errors: FieldErrors,
}

struct Note {
    at: String,
    name: String,
    text: String,
    closed: bool,
}

/// What the form sends; the button says whether it closes.
#[derive(Debug, Deserialize)]
pub struct CaseBody {
    act: String,
    #[serde(flatten)]
    form: ExplanationForm,
}

/// GET /cakey/staff/finance/cases.
pub async fn list(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Query(asked): Query<CasesQuery>,
) -> Result<Response, Failure> {
    let closed = asked.tab == "closed";
    let before = place::decode(&asked.p).map(|(_, id)| id);
    let (found, next) = cases::list(&site.app, &user, !closed, before).await?;
    page(&cases_page(shell(&site, &session, Menu::Finance, "资金异常"), closed, &found, next))
}

/// GET /cakey/staff/finance/cases/{id}.
pub async fn show(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Path(id): Path<i64>,
) -> Result<Response, Failure> {
    let (case, notes) = cases::get(&site.app, &user, id).await?;
    let shell = shell(&site, &session, Menu::Finance, "资金异常");
    page(&case_page(shell, &case, &notes, ExplanationForm::default(), FieldErrors::new()))
}

/// POST /cakey/staff/finance/cases/{id}.
pub async fn post(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Path(id): Path<i64>,
    Form(posted): Form<CaseBody>,
) -> Result<Response, Failure> {
    let close = match posted.act.as_str() {
        "close" => true,
        "note" => false,
        _ => return Err(Failure::Malformed),
    };
    let text = match posted.form.check("说明") {
        Ok(text) => text,
        Err(errors) => {
            let (case, notes) = cases::get(&site.app, &user, id).await?;
            let shell = shell(&site, &session, Menu::Finance, "资金异常");
            let template = case_page(shell, &case, &notes, posted.form, errors);
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &template);
        }
    };
    match cases::note(&site.app, &user, id, text, close).await {
        Ok(()) => Ok(see_other(&format!("/cakey/staff/finance/cases/{id}"))),
        Err(app::Error::Denied(sentence)) => Err(Failure::Refused(sentence.to_owned())),
        Err(other) => Err(other.into()),
    }
}

fn cases_page(shell: Shell, closed: bool, found: &[Case], next: Option<i64>) -> CasesPage {
    CasesPage { shell, closed, rows: found.iter().map(Row::of).collect(), after: next.map(|id| place::encode('a', id)) }
}

fn case_page(shell: Shell, case: &Case, notes: &[CaseNote], form: ExplanationForm, errors: FieldErrors) -> CasePage {
    let note = |note: &CaseNote| Note {
        at: time::minute_text(note.at),
        name: note.name.clone(),
        text: note.text.clone(),
        closed: note.closed,
    };
    CasePage {
        shell: shell.with_errors(&errors),
        case: Row::of(case),
        open: case.open,
        notes: notes.iter().map(note).collect(),
        form,
        errors,
    }
}

impl Row {
    fn of(case: &Case) -> Row {
        Row {
            id: case.id,
            kind: cases::kind_label(&case.kind).to_owned(),
            order: case.order.clone(),
            trade: case.trade.clone(),
            company: case.company.clone(),
            amount: case.amount.to_string(),
            detail: case.detail.clone(),
            at: time::minute_text(case.created_at),
        }
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    let shell = || crate::samples::staff_shell(domain::rights::Role::Finance, Menu::Finance, "资金异常");
    let case = |open| Case {
        id: 3,
        kind: "mismatch".into(),
        detail: "应付 ¥320.00，平台报告 ¥3.20，已退 ¥0.00".into(),
        open,
        created_at: crate::orders::sample::now(),
        order: "DZ20261123-0127".into(),
        trade: "P202611230127S1A1".into(),
        amount: domain::money::Fen::new(32_000),
        company: "澜州青禾建设工程有限公司".into(),
    };
    let note = |closed, text: &str| CaseNote {
        name: "李一舟".into(),
        closed,
        text: text.into(),
        at: crate::orders::sample::now(),
    };
    let notes = [note(false, "已致电平台客服核实"), note(true, "平台更正，金额一致")];
    let wrong = ExplanationForm { reason: "好".into() };
    let errors = wrong.check("说明").err().unwrap_or_default();
    let page =
        |case: &Case, notes: &[CaseNote], form, errors| case_page(shell(), case, notes, form, errors).to_string();
    let blank = ExplanationForm::default;
    vec![
        ("cases".to_owned(), cases_page(shell(), false, &[case(true)], Some(3)).to_string()),
        ("cases empty".to_owned(), cases_page(shell(), true, &[], None).to_string()),
        ("case".to_owned(), page(&case(true), &notes[..1], blank(), FieldErrors::new())),
        ("case mistakes".to_owned(), page(&case(true), &[], wrong, errors)),
        ("case closed".to_owned(), page(&case(false), &notes, blank(), FieldErrors::new())),
    ]
}
