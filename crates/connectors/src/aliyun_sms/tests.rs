//! Wire tests against a responder on loopback.

use super::*;
use crate::responder::{Asked, Responder, client};
use axum::http::StatusCode;
use std::sync::Arc;

fn sender(url: &str) -> AliyunSms {
    let config = AliyunSmsConfig {
        endpoint: url.to_owned(),
        access_key_id: "testId".into(),
        access_key_secret: Secret::new("testSecret"),
        sign_name: "示例签名".into(),
        templates: BTreeMap::from([("rejected".into(), "SMS_1".into())]),
    };
    AliyunSms::new(config, client(), Arc::new(|| "2026-11-23T10:00:00Z".parse().unwrap())).unwrap()
}

fn mobile() -> Mobile {
    Mobile::parse("13900000000").unwrap()
}

fn rejected() -> Sms {
    Sms::Rejected { order: "DZ20261123-0127".into() }
}

async fn send_against(status: u16, body: &'static str) -> Result<String, PortError> {
    let status = StatusCode::from_u16(status).unwrap();
    let responder = Responder::start(move |_: &Asked| (status, body)).await;
    sender(&responder.url).send(&mobile(), &rejected(), "ob-42").await
}

#[tokio::test]
async fn a_message_is_sent_with_its_template_and_reference() {
    let responder =
        Responder::start(|_: &Asked| r#"{"Code":"OK","Message":"OK","BizId":"900^0","RequestId":"R"}"#).await;
    let number = sender(&responder.url).send(&mobile(), &rejected(), "ob-42").await;
    assert_eq!(number.unwrap(), "900^0");
    let asked = responder.asked().remove(0);
    assert_eq!(
        asked.path_and_query,
        "/?OutId=ob-42&PhoneNumbers=13900000000&SignName=%E7%A4%BA%E4%BE%8B%E7%AD%BE%E5%90%8D&TemplateCode=SMS_1\
         &TemplateParam=%7B%22order%22%3A%22DZ20261123-0127%22%7D"
    );
    assert_eq!(asked.headers["x-acs-action"], "SendSms");
    assert_eq!(asked.headers["x-acs-date"], "2026-11-23T10:00:00Z");
    // The host that is signed is the one that is sent.
    assert_eq!(format!("http://{}", asked.headers["host"].to_str().unwrap()), responder.url);
    let authorization = asked.headers["authorization"].to_str().unwrap();
    assert!(authorization.starts_with("ACS3-HMAC-SHA256 Credential=testId,SignedHeaders=host;x-acs-action;"));
}

#[tokio::test]
async fn codes_are_classified() {
    for code in ["isp.SYSTEM_ERROR", "isv.BUSINESS_LIMIT_CONTROL", "Throttling.User"] {
        let body: &'static str = format!(r#"{{"Code":"{code}","Message":"m"}}"#).leak();
        let expected = PortError::Later { code: code.into(), message: "m".into() };
        assert_eq!(send_against(200, body).await, Err(expected.clone()));
        assert_eq!(send_against(503, body).await, Err(expected));
    }
    for code in ["isv.SMS_TEMPLATE_ILLEGAL", "SignatureDoesNotMatch"] {
        let body: &'static str = format!(r#"{{"Code":"{code}","Message":"m"}}"#).leak();
        let expected = PortError::Refused { code: code.into(), message: "m".into() };
        assert_eq!(send_against(400, body).await, Err(expected));
    }
}

#[tokio::test]
async fn what_is_no_answer_leaves_the_outcome_unknown() {
    let cases = [
        (502, "<html>Bad Gateway</html>"),
        (200, ""),
        (200, r#"{"Code":"OK","Message":"OK"}"#),
        (200, r#"{"Code":"isv.X","Code":"OK","BizId":"1"}"#),
        (500, r#"{"Code":"InternalError","Message":"m"}"#),
        (500, r#"{"Code":"OK","BizId":"1"}"#),
    ];
    for (status, body) in cases {
        assert!(matches!(send_against(status, body).await, Err(PortError::Unknown(_))), "{status} {body}");
    }
    let silent = Responder::silent().await;
    let late = sender(&silent.url).send(&mobile(), &rejected(), "ob-42").await;
    assert!(matches!(&late, Err(PortError::Unknown(words)) if words.contains("timed out")), "{late:?}");
    assert!(!format!("{late:?}").contains("13900000000"), "a telephone number in the error: {late:?}");
}

#[tokio::test]
async fn a_message_without_a_template_is_refused_before_anything_is_sent() {
    let responder = Responder::start(|_: &Asked| "").await;
    let message = Sms::VerificationCode { code: "123456".into() };
    let refused = sender(&responder.url).send(&mobile(), &message, "ob-1").await;
    assert!(matches!(refused, Err(PortError::Refused { .. })));
    assert!(responder.asked().is_empty());
}

#[tokio::test]
async fn the_fate_is_found_by_reference() {
    let responder = Responder::start(|_: &Asked| {
        r#"{"Code":"OK","TotalCount":"3","SmsSendDetailDTOs":{"SmsSendDetailDTO":[
            {"OutId":"ob-1","SendStatus":3},{"OutId":"ob-2","SendStatus":2},
            {"OutId":"ob-3","SendStatus":2},{"OutId":"ob-3","SendStatus":1},{"SendStatus":9}]}}"#
    })
    .await;
    // 17:00 in UTC is the next day in Beijing.
    let sent_at: Timestamp = "2026-11-23T17:00:00Z".parse().unwrap();
    let sender = sender(&responder.url);
    let expected = [
        ("ob-1", SmsFate::Accepted),
        ("ob-2", SmsFate::Failed),
        ("ob-3", SmsFate::Accepted),
        ("ob-4", SmsFate::NotFound),
    ];
    for (reference, fate) in expected {
        assert_eq!(sender.fate(&mobile(), reference, sent_at).await, Ok(fate), "{reference}");
    }
    assert!(responder.asked()[0].path_and_query.contains("SendDate=20261124"));
}

#[tokio::test]
async fn the_fate_is_looked_for_on_every_page_up_to_the_limit() {
    let full: Vec<_> =
        (0..PAGE_SIZE).map(|n| serde_json::json!({ "OutId": format!("o{n}"), "SendStatus": 3 })).collect();
    let full = serde_json::json!({ "Code": "OK", "SmsSendDetailDTOs": { "SmsSendDetailDTO": full } }).to_string();
    let last = r#"{"Code":"OK","SmsSendDetailDTOs":{"SmsSendDetailDTO":[{"OutId":"mine","SendStatus":3}]}}"#;
    let pages = full.clone();
    let two =
        Responder::start(
            move |asked: &Asked| {
                if asked.path_and_query.contains("CurrentPage=1&") { pages.clone() } else { last.to_owned() }
            },
        )
        .await;
    assert_eq!(sender(&two.url).fate(&mobile(), "mine", Timestamp::UNIX_EPOCH).await, Ok(SmsFate::Accepted));
    let endless = Responder::start(move |_: &Asked| full.clone()).await;
    let fate = sender(&endless.url).fate(&mobile(), "mine", Timestamp::UNIX_EPOCH).await;
    assert!(matches!(fate, Err(PortError::Unknown(_))));
    assert_eq!(endless.asked().len(), PAGE_LIMIT);
}
