//! The page of a failure, and the sentences that a user may read there: what to do comes first, an incident's number
//! stands beside a fault only.
//! IE shows pages of its own instead of error pages of 512 bytes or less: ours are longer.

use crate::failure::Failure;
use crate::page::page_with;
use crate::session::{Visit, referer};
use crate::shell::{Menu, Shell};
use crate::site::Site;
use crate::text;
use askama::Template;
use axum::http::header::{RETRY_AFTER, USER_AGENT};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use domain::time;

/// The page of a failure.
#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    shell: Shell,
    heading: String,
    sentences: Vec<String>,
    mistakes: Vec<String>,
    incident: Option<Incident>,
    /// Where the button leads, and its word.
    retry: (String, &'static str),
    /// The first page of this visitor.
    home: (&'static str, &'static str),
}

impl ErrorPage {
    /// `back` is the page from which the request came.
    fn of(shell: Shell, failure: &Failure, back: Option<&str>, incident: Option<Incident>) -> ErrorPage {
        let home = shell.user.home();
        let mistakes = match failure {
            Failure::Fields(errors) => errors.iter().map(|(_, message)| message.to_owned()).collect(),
            _ => Vec::new(),
        };
        ErrorPage {
            heading: shell.title.clone(),
            shell,
            sentences: failure_sentences(failure),
            mistakes,
            incident,
            retry: (back.unwrap_or(home.0).to_owned(), failure_retry(failure)),
            home,
        }
    }
}

struct Incident {
    number: String,
    at: String,
}

/// Makes the page of a failure; logs a fault under the number that the page shows.
pub fn failure_page(site: &Site, visit: &Visit, headers: &HeaderMap, path: &str, failure: &Failure) -> Response {
    let incident = match failure {
        Failure::Fault(fault) | Failure::Unknown(fault) => Some(log_fault(site, headers, path, &fault.to_string())),
        _ => None,
    };
    let shell = Shell::new(site, visit.session().as_ref(), Menu::None, failure_title(failure));
    let template = ErrorPage::of(shell, failure, back(headers, path, failure), incident);
    let mut response = page_with(failure.status(), &template).unwrap_or_else(|_| plain(failure.status()));
    if let Failure::Limited { until, .. } = failure {
        let seconds = until.duration_since(site.app.now()).as_secs().max(1);
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds.unsigned_abs()));
    }
    response
}

/// Where the button leads: the page before; if a new thing may have been saved or not, the list in which it would stand,
/// for the form before would offer to save a second one.
fn back<'a>(headers: &'a HeaderMap, path: &'a str, failure: &Failure) -> Option<&'a str> {
    let list = if matches!(failure, Failure::Unknown(_)) { path.strip_suffix("/new") } else { None };
    list.or_else(|| referer(headers))
}

fn log_fault(site: &Site, headers: &HeaderMap, path: &str, fault: &str) -> Incident {
    let now = site.app.now();
    let drawn: [u8; 5] = app::chance::bytes(&*site.app.chance);
    let day = time::day_text(now).replace('-', "");
    let number = format!("E-{day}-{}", crate::captcha::answer(drawn));
    let agent = headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    tracing::error!(incident = %number, path, agent, fault, "a page failed");
    Incident { number, at: time::minute_text(now) }
}

/// If even the page of the failure fails.
fn plain(status: StatusCode) -> Response {
    let padding = "　".repeat(200);
    (status, Html(format!("<!DOCTYPE html><title>系统出错了</title><p>系统出错了，请稍后再试。</p>{padding}")))
        .into_response()
}

/// The heading of a failure's page.
fn failure_title(failure: &Failure) -> &'static str {
    match failure {
        Failure::Elsewhere(_) => "请继续",
        Failure::Malformed => "没有读懂这个请求",
        Failure::Forged => "页面已过期",
        Failure::Denied(_) => "没有权限",
        Failure::NotFound => "没有这个页面",
        Failure::Method => "不能这样打开这个页面",
        Failure::Stale => "内容已有变化",
        Failure::Refused(_) => "没有办理",
        Failure::TooLarge => "提交的内容太大",
        Failure::Fields(_) => "请修改后再试",
        Failure::Limited { .. } => "操作太频繁",
        Failure::Busy => "系统正忙",
        Failure::Unknown(_) => "不确定是否已保存",
        Failure::Fault(_) => "页面暂时打不开",
    }
}

/// What is surely true, and what to do.
fn failure_sentences(failure: &Failure) -> Vec<String> {
    let own = |sentence: &str| vec![sentence.to_owned()];
    match failure {
        Failure::Elsewhere(_) => Vec::new(),
        Failure::Malformed => own("请求的内容不完整或有无法识别的字符，没有保存任何内容。请返回上一页重新填写。"),
        Failure::Forged => own("这个页面打开太久，或者您已在别处重新登录，没有保存任何内容。请重新打开页面再提交。"),
        Failure::Denied(sentence) => own(sentence),
        Failure::NotFound => own("这个地址没有内容，可能已删除或地址有误。请返回后从首页进入。"),
        Failure::Method => own("请从菜单或页面上的按钮进入。"),
        Failure::Stale => own(
            "您打开页面之后，它已被更新（例如在另一个窗口，或由工作人员处理），这一次没有保存。请查看最新内容后再操作。",
        ),
        Failure::Refused(sentence) => own(sentence),
        Failure::TooLarge => {
            own("提交的内容太大（表单最多 64 KB，一次上传的文件合计最多 60 MB），没有保存。请缩短，或分几次上传。")
        }
        Failure::Fields(_) => own("没有保存任何内容，请返回上一页修改："),
        Failure::Limited { until, what } => vec![text::limited(what, *until)],
        Failure::Busy => own("同时办理的人太多，没有保存任何内容。请过几秒再试一次。"),
        Failure::Unknown(_) => own(
            "系统没有收到数据库的回答，不知道这一次是否已经保存。请先看一看现在的内容：已经变了，就不用再做；没有变，再做一次。不会因此重复扣款。",
        ),
        Failure::Fault(_) => own("不会因此重复提交，也不会重复扣款。请过一分钟再试。"),
    }
}

/// The word on the button.
fn failure_retry(failure: &Failure) -> &'static str {
    match failure {
        Failure::Stale | Failure::Unknown(_) => "查看最新内容",
        Failure::Busy | Failure::Fault(_) => "再试一次",
        _ => "返回",
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use crate::failure::Fault;
    use crate::samples::{nobody, shell, staff_shell};
    use domain::field::FieldErrors;
    let title = failure_title;
    let mut mistakes = FieldErrors::new();
    mistakes.add("company", "请填写企业名称");
    let (lost, fields) = (Failure::NotFound, Failure::Fields(mistakes));
    let (fault, unknown) = (Failure::Fault(Fault::Wiring("x")), Failure::Unknown(Fault::Wiring("x")));
    let supervisor = staff_shell(domain::rights::Role::Supervisor, Menu::None, title(&fault));
    let unheard = shell(Menu::Orders, title(&unknown));
    [(nobody(title(&lost)), lost), (supervisor, fault), (shell(Menu::None, title(&fields)), fields), (unheard, unknown)]
        .into_iter()
        .map(|(shell, failure)| {
            let number = "E-20261123-7K4MA".to_owned();
            let incident = matches!(failure, Failure::Fault(_) | Failure::Unknown(_))
                .then(|| Incident { number, at: "2026-11-23 10:31".into() });
            let page = ErrorPage::of(shell, &failure, Some("/cakey/orders"), incident);
            (format!("error {} {}", failure.status(), failure_title(&failure)), page.to_string())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::Fault;
    use axum::http::header::REFERER;

    #[test]
    fn after_an_unknown_end_the_button_leads_to_the_list_and_not_to_the_empty_form() {
        let headers = HeaderMap::from_iter([(REFERER, HeaderValue::from_static("http://localhost/cakey/orders/new"))]);
        let unknown = Failure::Unknown(Fault::Wiring("x"));
        assert_eq!(back(&headers, "/cakey/orders/new", &unknown), Some("/cakey/orders"));
        let edit = "/cakey/orders/DZ20261130-0001/edit";
        assert_eq!(back(&headers, edit, &unknown), referer(&headers), "what is there already shows what it is");
        assert_eq!(back(&headers, "/cakey/orders/new", &Failure::Busy), referer(&headers));
    }
}
