//! The HTTP side of the SMS simulator: one URL for the vendor's methods, told apart by `x-acs-action`. The order of the
//! checks is the vendor's: key, date, hash and signature, nonce, then the method. Gateway refusals are HTTP 4xx, the
//! method's own are HTTP 200 with a `Code` (protocols 3.1; the 4xx codes are the vendor's usual words, not checked live).

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::acs3::{BadSignature, Wire, parameters, verify};
use super::exchange::{DATE_WINDOW, SendSms};
use super::loopback;
use super::message::{Fate, Message, Refusal};
use super::receipts;
use super::simulator::Simulator;
use crate::chance;
use crate::clock::{at_beijing, beijing};

const VERSION: &str = "2017-05-25";
const PAGE_SIZE_MAX: usize = 50;

/// `POST /`.
pub(super) async fn call(
    State(simulator): State<Simulator>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if simulator.exchange.fault_due(|faults| &mut faults.html_502) {
        let page = "<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>";
        return (StatusCode::BAD_GATEWAY, [(header::CONTENT_TYPE, "text/html")], page).into_response();
    }
    let silent = simulator.exchange.fault_due(|faults| &mut faults.silence);
    let query = uri.query().unwrap_or_default();
    let wire = Wire { method: method.as_str(), path: uri.path(), query, headers: &headers, body: &body };
    let answer = answer(&simulator, &wire);
    if silent || matches!(answer, Answer::Lost) {
        loopback::until_stopped(simulator.stopped.clone()).await;
    }
    answer.into_response()
}

enum Answer {
    /// A refusal of the gateway: nothing was looked at.
    Gateway(StatusCode, &'static str, String),
    Method(Value),
    /// The message was accepted, the answer is lost on the way.
    Lost,
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let request_id = chance::hex_id().to_uppercase();
        match self {
            Self::Gateway(status, code, message) => {
                let recommend = format!("https://api.aliyun.com/troubleshoot?q={code}");
                let body = json!({"Code": code, "Message": message, "RequestId": request_id,
                    "HostId": "dysmsapi.aliyuncs.com", "Recommend": recommend});
                (status, Json(body)).into_response()
            }
            Self::Method(mut body) => {
                body["RequestId"] = request_id.into();
                Json(body).into_response()
            }
            Self::Lost => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        }
    }
}

fn answer(simulator: &Simulator, wire: &Wire<'_>) -> Answer {
    let now = simulator.clock.now();
    if let Err(refused) = admit(simulator, wire, now) {
        return refused;
    }
    // The parameters ride in the query or in a form body, as the vendor allows.
    let mut given = parameters(wire.query);
    given.extend(std::str::from_utf8(wire.body).map(parameters).unwrap_or_default());
    match wire.header("x-acs-action") {
        "SendSms" => send_sms(simulator, &given, now),
        "QuerySendDetails" => Answer::Method(query_send_details(simulator, &given)),
        other => Answer::Gateway(
            StatusCode::NOT_FOUND,
            "InvalidAction.NotFound",
            format!("Specified api is not found: {other}"),
        ),
    }
}

fn admit(simulator: &Simulator, wire: &Wire<'_>, now: Timestamp) -> Result<(), Answer> {
    let config = &simulator.exchange.config;
    let refuse = |code, message: String| Err(Answer::Gateway(StatusCode::BAD_REQUEST, code, message));
    match verify(wire, &config.access_key_id, &config.access_key_secret) {
        Ok(()) => {}
        Err(BadSignature::Incomplete) => return refuse("IncompleteSignature", "Authorization is missing".into()),
        Err(BadSignature::UnknownKey) => {
            let message = "Specified access key is not found.".into();
            return Err(Answer::Gateway(StatusCode::NOT_FOUND, "InvalidAccessKeyId.NotFound", message));
        }
        Err(BadSignature::NotSigned(name)) => return refuse("IncompleteSignature", format!("{name} is not signed")),
        Err(BadSignature::ContentHash) => {
            return refuse("InvalidContentSha256", "x-acs-content-sha256 is not the hash of the body".into());
        }
        Err(BadSignature::Mismatch(to_sign)) => {
            let message = "Specified signature is not matched with our calculation. server string to sign is:";
            return refuse("SignatureDoesNotMatch", format!("{message}{to_sign}"));
        }
    }
    let date: Option<Timestamp> = wire.header("x-acs-date").parse().ok();
    if date.is_none_or(|date| now.duration_since(date).abs() > DATE_WINDOW) {
        return refuse("InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.".into());
    }
    if !simulator.exchange.first_use(wire.header("x-acs-signature-nonce"), now) {
        return refuse("SignatureNonceUsed", "Specified signature nonce was used already.".into());
    }
    if wire.header("x-acs-version") != VERSION {
        return refuse("InvalidVersion", format!("Specified parameter Version is not valid: want {VERSION}"));
    }
    Ok(())
}

fn send_sms(simulator: &Simulator, given: &[(String, String)], now: Timestamp) -> Answer {
    let request = SendSms {
        phone_numbers: find(given, "PhoneNumbers"),
        sign_name: find(given, "SignName"),
        template_code: find(given, "TemplateCode"),
        template_param: find(given, "TemplateParam"),
        out_id: find(given, "OutId"),
    };
    match simulator.exchange.send(&request, now) {
        Err(Refusal { code, message }) => Answer::Method(json!({"Code": code, "Message": message})),
        Ok(message) => {
            let lost = Fate::of(&message.to) == Fate::AnswerLost;
            let body = json!({"Code": "OK", "Message": "OK", "BizId": message.biz_id});
            receipts::push(simulator, message);
            if lost { Answer::Lost } else { Answer::Method(body) }
        }
    }
}

fn query_send_details(simulator: &Simulator, given: &[(String, String)]) -> Value {
    let number = |name| find(given, name).parse::<usize>().ok().filter(|&value| value > 0);
    let (Some(size), Some(page)) = (number("PageSize"), number("CurrentPage")) else {
        return json!({"Code": "isv.INVALID_PARAMETERS", "Message": "PageSize和CurrentPage必填"});
    };
    let (phone, date, biz_id) = (find(given, "PhoneNumber"), find(given, "SendDate"), find(given, "BizId"));
    let found: Vec<Message> = simulator
        .exchange
        .inbox()
        .into_iter()
        .filter(|message| message.to == phone)
        .filter(|message| at_beijing(message.at).strftime("%Y%m%d").to_string() == date)
        .filter(|message| biz_id.is_empty() || message.biz_id == biz_id)
        .collect();
    let size = size.min(PAGE_SIZE_MAX);
    let rows: Vec<Value> = found.iter().skip((page - 1).saturating_mul(size)).take(size).map(detail).collect();
    json!({"Code": "OK", "Message": "OK", "TotalCount": found.len(), "SmsSendDetailDTOs": {"SmsSendDetailDTO": rows}})
}

/// `SendStatus`: 1 waiting for the receipt, 2 failed, 3 delivered. Here a phone answers at once, so 1 never occurs.
fn detail(message: &Message) -> Value {
    let delivered = Fate::of(&message.to) != Fate::Undelivered;
    json!({
        "PhoneNum": message.to, "TemplateCode": message.template, "Content": message.text, "OutId": message.out_id,
        "SendDate": beijing(message.at), "ReceiveDate": beijing(message.at),
        "SendStatus": if delivered { 3 } else { 2 }, "ErrCode": receipts::err_code(message),
    })
}

fn find(given: &[(String, String)], name: &str) -> String {
    given.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()).unwrap_or_default()
}

/// `GET /control/faults` and `POST /control/faults`, for testers; not a part of the vendor's protocol.
pub(super) async fn faults(State(simulator): State<Simulator>) -> Response {
    Json(simulator.exchange.faults()).into_response()
}

/// Sets all faults at once; what is not named is off.
pub(super) async fn set_faults(State(simulator): State<Simulator>, body: Bytes) -> Response {
    match serde_json::from_slice(&body) {
        Ok(faults) => {
            simulator.exchange.set_faults(faults);
            StatusCode::NO_CONTENT.into_response()
        }
        Err(error) => (StatusCode::BAD_REQUEST, error.to_string()).into_response(),
    }
}
