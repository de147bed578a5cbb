//! POST /cakey/notify/payment/{gateway}. `success` ends the gateway's repetitions, so it is said only for a notice that is in our
//! table and fits our books; everything else is `failure` and comes again. Money that does not fit is stored and laid
//! before finance all the same.

use super::BODY_MAX;
use crate::site::Site;
use app::Error;
use app::payment::settle::{self, Settlement};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use domain::payment::GatewayCode;

/// Takes a gateway's notice as it came.
pub async fn receive(State(site): State<Site>, Path(gateway): Path<String>, body: Body) -> Response {
    match GatewayCode::parse(&gateway).filter(|code| site.app.gateways.get(code).is_some()) {
        Some(code) => take(&site, &code, body).await,
        None => said(StatusCode::NOT_FOUND, "failure"),
    }
}

/// The address that version 0.1.0 gave to its only gateway; trades that it opened still use it.
pub async fn receive_unnamed(State(site): State<Site>, body: Body) -> Response {
    let code = site.app.gateways.offered().code.clone();
    take(&site, &code, body).await
}

async fn take(site: &Site, gateway: &GatewayCode, body: Body) -> Response {
    let Ok(body) = axum::body::to_bytes(body, BODY_MAX).await else {
        return said(StatusCode::PAYLOAD_TOO_LARGE, "failure");
    };
    let settled = settle::receive_notice(&site.app, gateway, &body).await;
    if let Err(error @ (Error::Fault(_) | Error::Unknown(_))) = &settled {
        tracing::error!(%error, "a payment notice could not be stored");
    }
    let (status, word) = answer(&settled);
    said(status, word)
}

/// What the gateway is told.
fn answer(settled: &Result<Settlement, Error>) -> (StatusCode, &'static str) {
    match settled {
        Ok(Settlement::Settled | Settlement::Nothing | Settlement::Unknown) => (StatusCode::OK, "success"),
        Ok(Settlement::Alarm) => (StatusCode::CONFLICT, "failure"),
        Err(Error::Denied(_)) => (StatusCode::BAD_REQUEST, "failure"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "failure"),
    }
}

fn said(status: StatusCode, word: &'static str) -> Response {
    (status, [(CONTENT_TYPE, "text/plain; charset=utf-8")], word).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn success_is_said_only_for_what_is_stored_and_fits() {
        assert_eq!(answer(&Ok(Settlement::Alarm)), (StatusCode::CONFLICT, "failure"));
        for stored in [Settlement::Settled, Settlement::Nothing, Settlement::Unknown] {
            assert_eq!(answer(&Ok(stored)), (StatusCode::OK, "success"));
        }
        for (error, status) in [
            (Error::Denied("not believed"), StatusCode::BAD_REQUEST),
            (Error::Busy, StatusCode::SERVICE_UNAVAILABLE),
            (app::Fault::records("disk").into(), StatusCode::SERVICE_UNAVAILABLE),
            (Error::NotFound, StatusCode::SERVICE_UNAVAILABLE),
        ] {
            assert_eq!(answer(&Err(error)), (status, "failure"));
        }
    }

    #[tokio::test]
    async fn a_body_beyond_the_limit_and_one_that_nobody_signed_are_refused() {
        let site = crate::fixture::site();
        let test = || Path("test".to_owned());
        let large = receive(State(site.clone()), test(), Body::from(vec![b'a'; BODY_MAX + 1])).await;
        assert_eq!(large.status(), StatusCode::PAYLOAD_TOO_LARGE);
        for stranger in ["moon", "TEST", "test/", ""] {
            let lost = receive(State(site.clone()), Path(stranger.to_owned()), Body::from("trade=1")).await;
            assert_eq!(lost.status(), StatusCode::NOT_FOUND, "{stranger}");
        }
        let unnamed = receive_unnamed(State(site.clone()), Body::from("trade_status=TRADE_SUCCESS")).await;
        assert_eq!(unnamed.status(), StatusCode::BAD_REQUEST);
        let forged = receive(State(site), test(), Body::from("trade_status=TRADE_SUCCESS")).await;
        assert_eq!(forged.status(), StatusCode::BAD_REQUEST);
        let body = axum::body::to_bytes(forged.into_body(), 100).await.expect("a body");
        assert_eq!(&body[..], b"failure");
    }
}
