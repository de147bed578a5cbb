//! 账号找回: what waits for a second person. A supervisor who did not ask releases or refuses.

use crate::failure::{Failure, see_other};
use crate::form::Form;
use crate::page::page;
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::company::console::rescue::{self, Rescue, RescueState};
use app::who::StaffUser;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::rights::Act;
use domain::time;
use serde::Deserialize;

/// What was done just now.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RescuesQuery {
    done: String,
}

#[derive(Debug, Deserialize)]
pub struct Decision {
    /// `release` or `refuse`.
    d: String,
}

#[derive(Template)]
#[template(path = "companies/rescues.html")]
struct RescuesPage {
    shell: Shell,
    told: &'static str,
    rows: Vec<Row>,
}

/// A rescue in a table.
pub struct Row {
    pub id: i64,
    pub company: i64,
    pub name: String,
    pub mobile: String,
    pub reason: String,
    pub asked: String,
    pub state: String,
    /// This person may decide it.
    pub open: bool,
}

impl Row {
    /// As this person sees it.
    pub fn of(rescue: &Rescue, user: &StaffUser) -> Row {
        let waits = rescue.state == RescueState::Asked;
        Row {
            id: rescue.id,
            company: rescue.company.get(),
            name: rescue.company_name.clone(),
            mobile: rescue.mobile.masked(),
            reason: rescue.reason.clone(),
            asked: format!("{} {}", rescue.asked_by_name, time::short_text(rescue.asked_at)),
            state: match &rescue.decided_by {
                Some(by) => format!("{}（{by}）", rescue.state.label()),
                None => rescue.state.label().to_owned(),
            },
            open: waits && may_decide(user, rescue),
        }
    }
}

fn may_decide(user: &StaffUser, rescue: &Rescue) -> bool {
    user.may(Act::DecideRescues) && Act::DecideRescues.right().second.is_kept(rescue.asked_by, user.id)
}

/// GET /cakey/staff/rescues.
pub async fn show(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Query(asked): Query<RescuesQuery>,
) -> Result<Response, Failure> {
    let waiting = rescue::waiting(&site.app, &user).await?;
    let told = match asked.done.as_str() {
        "release" => "已放行，临时密码正在发往新的手机号",
        "refuse" => "未放行，账号没有变化",
        _ => "",
    };
    let rows = waiting.iter().map(|rescue| Row::of(rescue, &user)).collect();
    page(&RescuesPage { shell: shell(&site, &session, Menu::Companies, "账号找回"), told, rows })
}

/// POST /cakey/staff/rescues/{id}.
pub async fn decide(
    State(site): State<Site>,
    Staff(_, user): Staff,
    Path(id): Path<i64>,
    Form(decision): Form<Decision>,
) -> Result<Response, Failure> {
    let release = match decision.d.as_str() {
        "release" => true,
        "refuse" => false,
        _ => return Err(Failure::Malformed),
    };
    rescue::decide(&site.app, &user, id, release).await?;
    Ok(see_other(&format!("/cakey/staff/rescues?done={}", decision.d)))
}

#[cfg(test)]
pub fn sample() -> Rescue {
    Rescue {
        id: 4,
        company: domain::id::CompanyId::new(1),
        company_name: "澜州青禾建设工程有限公司".into(),
        mobile: crate::orders::sample::contact().mobile,
        reason: "营业执照与申请函公章一致".into(),
        state: RescueState::Asked,
        asked_by: domain::id::StaffId::new(9),
        asked_by_name: "何念慈".into(),
        asked_at: crate::orders::sample::now(),
        decided_by: None,
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use domain::rights::Role;
    let page = |name: &str, role: Role, rescues: &[Rescue]| {
        let user = StaffUser { role, ..crate::orders::sample::reviewer() };
        let rows = rescues.iter().map(|rescue| Row::of(rescue, &user)).collect();
        let shell = crate::samples::staff_shell(role, Menu::Companies, "账号找回");
        (name.to_owned(), RescuesPage { shell, told: "", rows }.to_string())
    };
    vec![
        page("rescues", Role::Supervisor, &[sample()]),
        page("rescues of support", Role::Support, &[sample()]),
        page("rescues none", Role::Supervisor, &[]),
    ]
}

#[cfg(test)]
mod tests {
    #[test]
    fn only_a_supervisor_who_did_not_ask_has_the_buttons() {
        let samples = super::samples();
        assert!(samples[0].1.contains("value=\"release\"") && !samples[1].1.contains("value=\"release\""));
    }
}
