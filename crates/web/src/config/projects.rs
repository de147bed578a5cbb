//! 交易平台: every platform, closed ones too, with the prices that hold.

use crate::failure::Failure;
use crate::page::page;
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use crate::staff::DoneQuery;
use app::project::edit::{self, ProjectSetup};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::rights::Act;

#[derive(Template)]
#[template(path = "config/projects.html")]
struct ProjectsPage {
    shell: Shell,
    saved: bool,
    /// Supervisors keep the prices, administrators the platforms too.
    edits: bool,
    rows: Vec<ProjectSetup>,
}

/// GET /cakey/staff/projects
pub async fn show(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Query(asked): Query<DoneQuery>,
) -> Result<Response, Failure> {
    let rows = edit::all(&site.app, &user).await?;
    let shell = shell(&site, &session, Menu::Projects, "交易平台");
    page(&ProjectsPage { shell, saved: asked.done == "saved", edits: user.may(Act::KeepProjects), rows })
}

#[cfg(test)]
pub fn sample_rows() -> Vec<ProjectSetup> {
    let project = super::prices::sample_versions().project;
    let closed = app::project::Project { open: false, name: "临溪市工程交易平台".into(), ..project.clone() };
    let prices = Some("2026 年 7 月起的收费标准".to_owned());
    vec![ProjectSetup { project, prices, version: 1 }, ProjectSetup { project: closed, prices: None, version: 3 }]
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use domain::rights::Role;
    let shell = |role| crate::samples::staff_shell(role, Menu::Projects, "交易平台");
    let full = ProjectsPage { shell: shell(Role::Admin), saved: true, edits: true, rows: sample_rows() };
    let read = ProjectsPage { shell: shell(Role::Supervisor), saved: false, edits: false, rows: sample_rows() };
    let empty = ProjectsPage { shell: shell(Role::Admin), saved: false, edits: true, rows: Vec::new() };
    [("projects", full), ("projects of a supervisor", read), ("no projects", empty)]
        .map(|(name, page)| (name.to_owned(), page.to_string()))
        .into()
}
