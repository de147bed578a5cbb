//! 网点: every outlet, closed ones too.

use crate::failure::Failure;
use crate::page::page;
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use crate::staff::DoneQuery;
use app::outlet::edit::{self, OutletSetup, WAITING_MAX};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;

#[derive(Template)]
#[template(path = "config/outlets.html")]
struct OutletsPage {
    shell: Shell,
    told: &'static str,
    rows: Vec<OutletSetup>,
}

impl OutletsPage {
    fn waiting(row: &OutletSetup) -> String {
        if row.waiting >= WAITING_MAX { "999+".to_owned() } else { row.waiting.to_string() }
    }
}

/// GET /cakey/staff/outlets
pub async fn show(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Query(asked): Query<DoneQuery>,
) -> Result<Response, Failure> {
    let rows = edit::all(&site.app, &user).await?;
    let shell = shell(&site, &session, Menu::Outlets, "网点");
    page(&OutletsPage { shell, told: told(&asked.done), rows })
}

fn told(done: &str) -> &'static str {
    match done {
        "saved" => "网点已保存",
        "closed" => "网点已停止接单；已有的订单仍在这个网点办理，需要时请客服与用户商量后改到别处",
        "opened" => "网点已恢复接单",
        _ => "",
    }
}

#[cfg(test)]
pub fn sample_rows() -> Vec<OutletSetup> {
    let outlet = crate::outlets::list::sample().remove(0);
    let closed = domain::outlet::Outlet { open: false, name: "西岭网点".into(), ..outlet.clone() };
    vec![OutletSetup { outlet, waiting: 6, version: 1 }, OutletSetup { outlet: closed, waiting: 1000, version: 3 }]
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    let shell = crate::samples::staff_shell(domain::rights::Role::Admin, Menu::Outlets, "网点");
    let page = OutletsPage { shell, told: told("closed"), rows: sample_rows() };
    vec![("staff outlets".to_owned(), page.to_string())]
}
