//! The list of clients, the form that makes one, and the one page that ever shows a token.

use crate::failure::Failure;
use crate::form::Form;
use crate::page::{page, page_with};
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::account::Session;
use app::api_client::{self, ApiClient, FreshClient};
use app::chance;
use app::project::{self, Project};
use app::who::StaffUser;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::api_client::ApiClientForm;
use domain::field::FieldErrors;
use domain::time;
use serde::Deserialize;

pub const URL: &str = "/cakey/staff/clients";

#[derive(Template)]
#[template(path = "clients/page.html")]
struct ClientsPage {
    shell: Shell,
    rows: Vec<Row>,
    projects: Vec<Project>,
    form: ApiClientForm,
    errors: FieldErrors,
    op: String,
    created: Option<FreshClient>,
}

struct Row {
    id: String,
    name: String,
    project: String,
    hint: String,
    made: String,
    used: String,
    asked: i64,
    revoked: Option<String>,
}

#[derive(Deserialize)]
pub struct ClientBody {
    op: String,
    #[serde(flatten)]
    form: ApiClientForm,
}

/// GET /cakey/staff/clients
pub async fn show(State(site): State<Site>, Staff(session, user): Staff) -> Result<Response, Failure> {
    let shown = made(&site, &session, &user, ApiClientForm::default(), FieldErrors::new(), None).await?;
    page(&shown)
}

/// POST /cakey/staff/clients: the answer is the page with the token, because no address may ever show it again.
pub async fn post(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Form(posted): Form<ClientBody>,
) -> Result<Response, Failure> {
    if !chance::is_token(&posted.op) {
        return Err(Failure::Malformed);
    }
    match api_client::create(&site.app, &user, &posted.form, &posted.op).await {
        Ok(created) => {
            let blank = ApiClientForm::default();
            page(&made(&site, &session, &user, blank, FieldErrors::new(), Some(created)).await?)
        }
        Err(app::Error::Fields(errors)) => {
            let shown = made(&site, &session, &user, posted.form, errors, None).await?;
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(other) => Err(other.into()),
    }
}

async fn made(
    site: &Site,
    session: &Session,
    user: &StaffUser,
    form: ApiClientForm,
    errors: FieldErrors,
    created: Option<FreshClient>,
) -> Result<ClientsPage, Failure> {
    let clients = api_client::list(&site.app, user).await?;
    let projects = project::list(&site.app).await?;
    Ok(ClientsPage {
        shell: shell(site, session, Menu::Clients, "接口客户端").with_errors(&errors),
        rows: clients.iter().map(Row::of).collect(),
        projects,
        form,
        errors,
        op: chance::token(&*site.app.chance),
        created,
    })
}

impl Row {
    fn of(client: &ApiClient) -> Row {
        Row {
            id: client.id.to_string(),
            name: client.name.clone(),
            project: client.project.clone(),
            hint: client.hint.clone(),
            made: format!("{}，{}", time::minute_text(client.created_at), client.created_by),
            used: client.used_at.map_or_else(|| "从未使用".to_owned(), time::minute_text),
            asked: client.asked_today,
            revoked: client.revoked_at.map(time::minute_text),
        }
    }
}

#[cfg(test)]
pub fn sample() -> ApiClient {
    use crate::orders::sample::at;
    ApiClient {
        id: domain::id::ApiClientId::new(1),
        name: "澜州投标系统".into(),
        project: "澜州市公共资源交易平台".into(),
        hint: "cakey_Ab3x".into(),
        created_by: "韩清和".into(),
        created_at: at("2026-11-20 09:00:00"),
        used_at: Some(at("2026-11-23 10:30:00")),
        revoked_at: None,
        asked_today: 128,
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    let project = Project {
        id: domain::id::ProjectId::new(1),
        name: "澜州市公共资源交易平台".into(),
        open: true,
        rules: Default::default(),
    };
    let revoked = ApiClient { revoked_at: sample().used_at, used_at: None, ..sample() };
    let wrong = ApiClientForm { name: "投".into(), project: "1".into() };
    let mistakes = wrong.check(&[project.id]).err().unwrap_or_default();
    let made = |name: &str, clients: &[ApiClient], form: ApiClientForm, errors: FieldErrors, created| {
        let shell =
            crate::samples::staff_shell(domain::rights::Role::Admin, Menu::Clients, "接口客户端").with_errors(&errors);
        let rows = clients.iter().map(Row::of).collect();
        let page = ClientsPage { shell, rows, projects: vec![project.clone()], form, errors, op: "op".into(), created };
        (name.to_owned(), page.to_string())
    };
    let (blank, none) = (ApiClientForm::default, FieldErrors::new);
    let token = FreshClient { name: "澜州投标系统".into(), token: Some("cakey_Ab3xSample".into()) };
    let again = FreshClient { token: None, ..token.clone() };
    vec![
        made("clients", &[sample(), revoked], blank(), none(), None),
        made("clients empty", &[], blank(), none(), None),
        made("clients mistakes", &[], wrong, mistakes, None),
        made("clients token", &[sample()], blank(), none(), Some(token)),
        made("clients token again", &[sample()], blank(), none(), Some(again)),
    ]
}
