//! 停用: the question, and what answers it.

use super::page as list;
use crate::failure::{Failure, see_other};
use crate::form::{Form, Nothing};
use crate::page::page;
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::api_client::{self, ApiClient};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::id::ApiClientId;

#[derive(Template)]
#[template(path = "clients/revoke.html")]
struct RevokePage {
    shell: Shell,
    client: ApiClient,
}

/// GET /cakey/staff/clients/{id}/revoke
pub async fn ask(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let client = api_client::get(&site.app, &user, client_id(&id)?).await?;
    page(&RevokePage { shell: shell(&site, &session, Menu::Clients, "停用接口客户端"), client })
}

/// POST /cakey/staff/clients/{id}/revoke
pub async fn post(
    State(site): State<Site>,
    Staff(_, user): Staff,
    Path(id): Path<String>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response, Failure> {
    api_client::revoke(&site.app, &user, client_id(&id)?).await?;
    Ok(see_other(list::URL))
}

fn client_id(text: &str) -> Result<ApiClientId, Failure> {
    text.parse().map(ApiClientId::new).map_err(|_| Failure::NotFound)
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    let shell = crate::samples::staff_shell(domain::rights::Role::Admin, Menu::Clients, "停用接口客户端");
    vec![("client revoke".into(), RevokePage { shell, client: list::sample() }.to_string())]
}
