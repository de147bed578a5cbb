//! One trading platform: its name, its rules, and whether it takes new orders.

use crate::edit::{Edited, saved};
use crate::failure::Failure;
use crate::form::Form;
use crate::page::page;
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use crate::staff::RowId;
use app::account::Session;
use app::project::edit;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::field::FieldErrors;
use domain::id::ProjectId;
use domain::order::rules::ProjectForm;
use domain::order::{ProjectRules, SecondSeal};

#[derive(Template)]
#[template(path = "config/project.html")]
struct ProjectPage {
    shell: Shell,
    /// The row and the version of one that exists.
    old: Option<(i64, i64)>,
    posted: ProjectForm,
    errors: FieldErrors,
}

/// GET /cakey/staff/projects/new
pub async fn new(State(site): State<Site>, Staff(session, _): Staff) -> Result<Response, Failure> {
    let form = ProjectForm::from_project("", true, &ProjectRules::default());
    page(&project_page(&site, &session, None, form, FieldErrors::new()))
}

/// POST /cakey/staff/projects/new
pub async fn create(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Form(posted): Form<Edited<ProjectForm>>,
) -> Result<Response, Failure> {
    let outcome = edit::create(&site.app, &user, &posted.form).await;
    let again = async |errors| Ok(project_page(&site, &session, None, posted.form, errors));
    saved(outcome, "/cakey/staff/projects?done=saved", again).await
}

/// GET /cakey/staff/projects/{id}
pub async fn show(
    State(site): State<Site>,
    Staff(session, user): Staff,
    RowId(id): RowId,
) -> Result<Response, Failure> {
    let kept = edit::get(&site.app, &user, ProjectId::new(id)).await?;
    let form = ProjectForm::from_project(&kept.project.name, kept.project.open, &kept.project.rules);
    page(&project_page(&site, &session, Some((id, kept.version)), form, FieldErrors::new()))
}

/// POST /cakey/staff/projects/{id}
pub async fn save(
    State(site): State<Site>,
    Staff(session, user): Staff,
    RowId(id): RowId,
    Form(posted): Form<Edited<ProjectForm>>,
) -> Result<Response, Failure> {
    let outcome = edit::change(&site.app, &user, ProjectId::new(id), posted.version, &posted.form).await;
    let again = async |errors| Ok(project_page(&site, &session, Some((id, posted.version)), posted.form, errors));
    saved(outcome, "/cakey/staff/projects?done=saved", again).await
}

fn project_page(
    site: &Site,
    session: &Session,
    old: Option<(i64, i64)>,
    posted: ProjectForm,
    errors: FieldErrors,
) -> ProjectPage {
    let title = if old.is_some() { "修改平台" } else { "新建平台" };
    ProjectPage { shell: shell(site, session, Menu::Projects, title).with_errors(&errors), old, posted, errors }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    let sample = |name: &str, old, posted: ProjectForm, errors: FieldErrors| {
        let role = domain::rights::Role::Admin;
        let shell = crate::samples::staff_shell(role, Menu::Projects, "平台").with_errors(&errors);
        (name.to_owned(), ProjectPage { shell, old, posted, errors }.to_string())
    };
    let form = ProjectForm::from_project("澜州市公共资源交易平台", true, &ProjectRules::default());
    let errors = ProjectForm::default().check().err().unwrap_or_default();
    vec![
        sample("project", Some((1, 2)), form, FieldErrors::new()),
        sample("project with mistakes", None, ProjectForm::default(), errors),
    ]
}
