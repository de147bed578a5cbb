//! Who asks: `Authorization: Bearer …`. Every request of a client is counted and leaves one line in the log.

use super::gate::Pass;
use super::problem::Problem;
use crate::site::Site;
use app::api_client::{self, ProvenClient};
use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;

/// Longer ones are not looked up.
const TOKEN_MAX: usize = 200;

/// A client whose token is good and who has not asked too often.
pub struct Caller(pub ProvenClient);

impl FromRequestParts<Site> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Caller, Problem> {
        let token = token(parts).ok_or(Problem::Token)?;
        let client = api_client::find(&site.app, token).await?.ok_or(Problem::Token)?;
        let pass = site.gate.enter(client.id, site.app.settings.api_per_minute, site.app.now());
        tracing::info!(
            client = client.id.get(),
            name = client.name,
            path = parts.uri.path(),
            ?pass,
            "the JSON interface"
        );
        match pass {
            Pass::Wait(seconds) => return Err(Problem::TooOften(seconds)),
            Pass::Answer(None) => {}
            Pass::Answer(Some(asked)) => api_client::note_use(&site.app, client.id, asked).await?,
        }
        Ok(Caller(client))
    }
}

fn token(parts: &Parts) -> Option<&str> {
    let (scheme, token) = parts.headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let token = token.trim();
    let plausible = (1..=TOKEN_MAX).contains(&token.len()) && scheme.eq_ignore_ascii_case("bearer");
    plausible.then_some(token)
}
