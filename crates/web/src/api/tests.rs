//! Clients × addresses: what each gets, and that nothing of another project is in it.
#![allow(clippy::unwrap_used)]

use crate::fixture::site;
use crate::{Site, router};
use app::api_client;
use axum::body::{Body, to_bytes};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, Request, StatusCode};
use tower::ServiceExt;

const OURS: &str = "DZ20261123-0001";
const FOREIGN: &str = "DZ20261123-0002";
const CODE: &str = "91990102MA7QX3T58B";
/// What the company has put into its profile since: another's code, perhaps.
const CHANGED: &str = "91990101MA1000092H";

mod seed {
    db::sql! {
        PROJECT = "insert into project (name, open) values ($1, true) returning id";
        STAFF = "insert into staff
            (login, name, role, outlet_id, password, totp_secret, totp_step, failures, locked_until, created_at)
            values ('guanli', '韩清和', 'admin', null, '', '', 0, 0, 0, 0) returning id";
        COMPANY = "insert into company
            (name, name_key, password, mobile, contact, consent_version, version, created_at, updated_at, credit_code)
            values ($1, $1, '', '13800001234', '{}', '', 1, 0, 0, $2) returning id";
        ORDER = "insert into orders (number, company_id, project_id, status, state, version, submission, amount,
            certificates, seals, delivery, note, created_at, updated_at)
            values ($1, $2, $3, 'under_review', '{}', 1, 1, 0, 2, 1, '{}', '秘密备注', 0, 0) returning id";
        LIST = "insert into price_list (project_id, name, valid_from, items) values ($1, '2026', 0, '[]') returning id";
        SUBMISSION = "insert into submission (order_id, submission, price_list_id, snapshot, created_at, credit_code)
            values ($1, 1, $2, '{}', 0, $3)";
        KEY = "insert into external_key (order_id, key, created_at) values ($1, $2, 0)";
        CERTIFICATE = "insert into certificate (order_id, submission, position, sealed, state, created_at)
            values ($1, 1, 1, true, 'requested', 0)";
    }
}

/// Two projects with an order each, under the same key; a client of the first, and one that was revoked.
struct Stage {
    site: Site,
    token: String,
    revoked: String,
}

impl Stage {
    async fn new() -> Stage {
        Stage::limited(1_000).await
    }

    async fn limited(per_minute: i64) -> Stage {
        use db::p;
        let mut site = site();
        let settings = app::Settings { api_per_minute: per_minute, ..app::Settings::default() };
        site.app.settings = std::sync::Arc::new(settings);
        let stored = site.app.write(|tx| {
            let first: i64 = tx.one(&seed::PROJECT, p!["澜州市公共资源交易平台"], |r| r.get(0))?;
            let second: i64 = tx.one(&seed::PROJECT, p!["临溪市工程交易平台"], |r| r.get(0))?;
            let company: i64 =
                tx.one(&seed::COMPANY, p!["澜州青禾建设工程有限公司", CHANGED], |r| r.get(0))?;
            for (number, project) in [(OURS, first), (FOREIGN, second)] {
                let order: i64 = tx.one(&seed::ORDER, p![number, company, project], |r| r.get(0))?;
                let list: i64 = tx.one(&seed::LIST, p![project], |r| r.get(0))?;
                tx.exec(&seed::SUBMISSION, p![order, list, CODE])?;
                tx.exec(&seed::KEY, p![order, "TB-1"])?;
                tx.exec(&seed::CERTIFICATE, p![order])?;
            }
            Ok((first, tx.one(&seed::STAFF, p![], |r| r.get::<i64>(0))?))
        });
        let (project, staff) = stored.await.unwrap();
        let role = domain::rights::Role::Admin;
        let id = domain::id::StaffId::new(staff);
        let admin = app::who::StaffUser { id, role, outlet: None, outlet_name: None, name: "韩清和".into() };
        let mut tokens = Vec::new();
        for name in ["投标系统", "旧系统"] {
            let form = domain::api_client::ApiClientForm { name: name.into(), project: project.to_string() };
            tokens.push(api_client::create(&site.app, &admin, &form, name).await.unwrap().token.unwrap());
        }
        let old = api_client::list(&site.app, &admin).await.unwrap().pop().unwrap();
        api_client::revoke(&site.app, &admin, old.id).await.unwrap();
        let (revoked, token) = (tokens.pop().unwrap(), tokens.pop().unwrap());
        Stage { site, token, revoked }
    }

    async fn get(&self, path: &str, authorization: Option<&str>) -> (StatusCode, HeaderMap, String) {
        let mut request = Request::builder().uri(path);
        if let Some(value) = authorization {
            request = request.header(AUTHORIZATION, value);
        }
        let response = router(self.site.clone()).oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        (parts.status, parts.headers, String::from_utf8(body.to_vec()).unwrap())
    }
}

#[tokio::test]
async fn a_client_sees_its_own_project_and_nothing_of_another() {
    let stage = Stage::new().await;
    let bearer = format!("Bearer {}", stage.token);
    let certificates = format!("/cakey/api/v1/companies/{CODE}/certificates");
    let table = [
        (format!("/cakey/api/v1/orders/{OURS}"), 200, Some(OURS)),
        (format!("/cakey/api/v1/orders/{FOREIGN}"), 404, None),
        ("/cakey/api/v1/orders/DZ20261123-9999".to_owned(), 404, None),
        ("/cakey/api/v1/orders/nonsense".to_owned(), 404, None),
        (format!("/cakey/api/v1/orders?number={OURS}"), 200, Some(OURS)),
        (format!("/cakey/api/v1/orders?number={FOREIGN}"), 200, Some("\"orders\":[]")),
        ("/cakey/api/v1/orders?key=TB-1".to_owned(), 200, Some(OURS)),
        ("/cakey/api/v1/orders?key=TB-2".to_owned(), 200, Some("\"orders\":[]")),
        ("/cakey/api/v1/orders?key=a%20b".to_owned(), 400, None),
        ("/cakey/api/v1/orders".to_owned(), 400, None),
        (format!("/cakey/api/v1/orders?number={OURS}&key=TB-1"), 400, None),
        ("/cakey/api/v1/orders?number=a&number=b".to_owned(), 400, None),
        (certificates, 200, Some(OURS)),
        (format!("/cakey/api/v1/companies/{CHANGED}/certificates"), 200, Some("\"certificates\":[]")),
        ("/cakey/api/v1/companies/91990102MA0000015T/certificates".to_owned(), 200, Some("\"certificates\":[]")),
        (format!("/cakey/api/v1/companies/{}/certificates", "9".repeat(31)), 400, None),
        ("/cakey/api/v1/nowhere".to_owned(), 404, None),
    ];
    for (path, status, words) in table {
        let (answered, headers, body) = stage.get(&path, Some(&bearer)).await;
        assert_eq!(answered.as_u16(), status, "{path}: {body}");
        assert!(words.is_none_or(|words| body.contains(words)), "{path}: {body}");
        assert!(!body.contains(FOREIGN) && !body.contains("1380000") && !body.contains("秘密"), "{path}: {body}");
        let kind = if status == 200 { "application/json" } else { "application/problem+json" };
        assert_eq!(headers[CONTENT_TYPE], kind, "{path}");
    }
}

#[tokio::test]
async fn without_a_good_token_every_address_says_the_same() {
    let stage = Stage::new().await;
    let revoked = format!("Bearer {}", stage.revoked);
    let basic = format!("Basic {}", stage.token);
    let changed = format!("Bearer {}x", stage.token);
    let long = format!("Bearer {}", "a".repeat(5_000));
    let callers = [
        None,
        Some("Bearer"),
        Some("Bearer "),
        Some("garbage"),
        Some(&*revoked),
        Some(&*basic),
        Some(&*changed),
        Some(&*long),
    ];
    let addresses = [
        format!("/cakey/api/v1/orders/{OURS}"),
        format!("/cakey/api/v1/orders?number={OURS}"),
        format!("/cakey/api/v1/companies/{CODE}/certificates"),
    ];
    let mut answers = Vec::new();
    for caller in callers {
        for path in &addresses {
            let (status, headers, body) = stage.get(path, caller).await;
            assert_eq!(status, StatusCode::UNAUTHORIZED, "{caller:?} {path}");
            assert!(headers.contains_key("www-authenticate"));
            answers.push(body);
        }
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "the answer tells nothing: {answers:?}");
}

#[tokio::test]
async fn a_client_that_asks_too_often_is_told_when_to_come_back() {
    let stage = Stage::limited(2).await;
    let bearer = format!("Bearer {}", stage.token);
    let path = format!("/cakey/api/v1/orders/{OURS}");
    for expected in [200, 200, 429, 429] {
        let (status, headers, body) = stage.get(&path, Some(&bearer)).await;
        assert_eq!(status.as_u16(), expected, "{body}");
        let wait = headers.get(RETRY_AFTER).map(|value| value.to_str().unwrap().parse::<i64>().unwrap());
        assert_eq!(wait.is_some_and(|seconds| (1..=61).contains(&seconds)), expected == 429);
    }
}

#[tokio::test]
async fn the_description_needs_no_token() {
    let (status, headers, body) = Stage::new().await.get("/cakey/api/openapi.json", None).await;
    assert_eq!((status, headers[CONTENT_TYPE].to_str().unwrap()), (StatusCode::OK, "application/json"));
    assert!(body.contains("/cakey/api/v1/companies/{credit_code}/certificates"));
}
