//! 审计, for auditors: newest first, filtered by action, person and day. Reading only.

use crate::failure::Failure;
use crate::orders::place;
use crate::page::page_with;
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::audit::Action;
use app::audit::query::{self, Filter, TrailLine};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::actor::Actor;
use domain::audit_form::AuditForm;
use domain::field::FieldErrors;
use domain::time;
use serde::Deserialize;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AuditQuery {
    action: String,
    person: String,
    day: String,
    p: String,
}

#[derive(Template)]
#[template(path = "audit/page.html")]
struct AuditPage {
    shell: Shell,
    form: AuditForm,
    errors: FieldErrors,
    actions: [Action; Action::ALL.len()],
    rows: Vec<Row>,
    page_size: i64,
    first: bool,
    newest: String,
    after: Option<String>,
}

struct Row {
    seq: i64,
    at: String,
    who: String,
    role: &'static str,
    action: &'static str,
    subject: String,
    detail: String,
}

/// GET /cakey/staff/audit.
pub async fn show(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Query(asked): Query<AuditQuery>,
) -> Result<Response, Failure> {
    let form = AuditForm { action: asked.action, person: asked.person, day: asked.day };
    let shell = shell(&site, &session, Menu::Audit, "审计");
    let below = place::decode(&asked.p).map(|(_, seq)| seq);
    let day = match form.check() {
        Ok(day) => day,
        Err(errors) => {
            let template = audit_page(shell.with_errors(&errors), form, errors, &[], true, None);
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &template);
        }
    };
    let person = form.person.trim();
    let filter = Filter {
        action: Action::from_code(&form.action),
        person: (!person.is_empty()).then(|| person.to_owned()),
        day,
    };
    let (lines, next) = query::list(&site.app, &user, filter, below).await?;
    page_with(StatusCode::OK, &audit_page(shell, form, FieldErrors::new(), &lines, below.is_none(), next))
}

fn audit_page(
    shell: Shell,
    form: AuditForm,
    errors: FieldErrors,
    lines: &[TrailLine],
    first: bool,
    next: Option<i64>,
) -> AuditPage {
    let link = |place: &str| {
        let query = [("action", &form.action), ("person", &form.person), ("day", &form.day), ("p", &place.to_owned())]
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", crate::next::encode(value)))
            .collect::<Vec<_>>();
        format!("/cakey/staff/audit?{}", query.join("&"))
    };
    AuditPage {
        newest: link(""),
        after: next.map(|seq| link(&place::encode('a', seq))),
        rows: lines.iter().map(Row::of).collect(),
        actions: Action::ALL,
        page_size: query::PAGE,
        first,
        shell,
        form,
        errors,
    }
}

impl Row {
    fn of(line: &TrailLine) -> Row {
        Row {
            seq: line.seq,
            at: time::second_text(line.at),
            who: line.actor.name().to_owned(),
            role: match &line.actor {
                Actor::Company { .. } => "企业用户",
                Actor::Staff { role, .. } => role.title(),
                _ => "",
            },
            action: line.action.label(),
            subject: line.subject.clone(),
            detail: line.detail.clone(),
        }
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use crate::orders::sample;
    let shell = || crate::samples::staff_shell(domain::rights::Role::Auditor, Menu::Audit, "审计");
    let line = |seq, actor, action| TrailLine {
        seq,
        at: sample::now(),
        action,
        actor,
        subject: "DZ20261123-0127".into(),
        detail: "<联系人手机号>".into(),
    };
    let lines = [line(2, sample::reviewer().actor(), Action::ViewPersonal), line(1, Actor::System, Action::Keys)];
    let filter = AuditForm { person: "周予安".into(), ..AuditForm::default() };
    let wrong = AuditForm { day: "昨天".into(), ..AuditForm::default() };
    let errors = wrong.check().err().unwrap_or_default();
    vec![
        ("audit".into(), audit_page(shell(), filter, FieldErrors::new(), &lines, false, Some(1)).to_string()),
        (
            "audit empty".into(),
            audit_page(shell(), AuditForm::default(), FieldErrors::new(), &[], true, None).to_string(),
        ),
        (
            "audit with mistakes".into(),
            audit_page(shell().with_errors(&errors), wrong, errors.clone(), &[], true, None).to_string(),
        ),
    ]
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_pager_keeps_the_filter_and_words_are_escaped() {
        let (_, html) = super::samples().remove(0);
        assert!(html.contains("person=%E5%91%A8%E4%BA%88%E5%AE%89&#38;p="), "{html}");
        assert!(!html.contains("<联系人") && html.contains("查看完整个人信息"));
    }
}
