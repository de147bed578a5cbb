//! 申请表: an order's forms as a PDF, filled in, for its company alone.

use crate::world::{COURIER, PICKUP, World};
use std::io::Write;
use std::process::{Command, Stdio};

/// What a reader of the file can copy, blanks left out.
fn words(file: &[u8]) -> String {
    let mut command = Command::new("pdftotext");
    let mut child = command.args(["-layout", "-", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(file).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap().split_whitespace().collect()
}

#[tokio::test]
async fn a_saved_order_can_be_printed_with_what_was_typed() {
    let world = World::start().await;
    let company = world.company("印章").await.complete_profile().await;
    let order = company.order(3, 1, COURIER).await;
    order.page("").await.says(&["下载申请表 PDF"]);
    let answer = order.page("/application.pdf").await;
    assert_eq!((answer.status, answer.headers["content-type"].to_str().unwrap()), (200, "application/pdf"));
    assert!(answer.bytes.len() < 200 * 1024, "{} bytes", answer.bytes.len());
    let text = words(&answer.bytes);
    let typed =
        [&*order.number, &company.name, &company.code, &company.mobile, "林知夏", "示例路18号3幢201室", "快递到付"];
    for word in typed.into_iter().chain(["数字证书申请表", "印模采集表", "法人授权委托书", "澜州市公共资源交易平台"])
    {
        assert!(text.contains(word), "{word} is missing: {text}");
    }
    assert_eq!(order.page("/application.pdf").await.bytes, answer.bytes, "the same order makes the same file");
}

#[tokio::test]
async fn another_company_does_not_get_the_forms() {
    let world = World::start().await;
    let owner = world.company("持有").await.complete_profile().await;
    let order = owner.order(1, 1, PICKUP).await;
    let stranger = world.company("旁观").await;
    stranger.browser.get(&order.url("/application.pdf")).await.answers(404, &["没有这个页面"]);
    let url = order.url("/application.pdf");
    world.visitor().get(&url).await.leads(&format!("/cakey/?next={url}"));
}

#[tokio::test]
async fn an_order_before_the_profiles_is_printed_with_blanks() {
    let world = World::start().await;
    let order = world.company("空白").await.order(1, 0, COURIER).await;
    let text = words(&order.page("/application.pdf").await.bytes);
    assert!(text.contains(&order.number) && text.contains("统一社会信用代码") && !text.contains("印模"), "{text}");
}

#[tokio::test]
async fn a_submitted_order_keeps_saying_what_was_frozen() {
    let world = World::start().await;
    let company = world.company("冻结").await.complete_profile().await;
    let order = company.order(1, 0, COURIER).await;
    order.submit().await;
    let form = company.browser.get("/cakey/profile/contact/edit").await.form("/cakey/profile/contact/edit");
    let changed = company.browser.submit(&form, &[("name", "顾南乔"), ("email", &company.email)]).await;
    assert_eq!(changed.status, 303, "{}", changed.text());
    let text = words(&order.page("/application.pdf").await.bytes);
    assert!(text.contains("林知夏") && !text.contains("顾南乔"), "{text}");
}

#[tokio::test]
async fn staff_print_the_forms_of_the_orders_that_lie_at_their_console() {
    let world = World::start().await;
    let order = world.company("打印").await.complete_profile().await.paid_order(PICKUP).await;
    let number = &order.number;
    let get = async |login: &str, console: &str| {
        let browser = world.staff(login).await.browser;
        browser.get(&format!("/cakey/staff/{console}/{number}/application.pdf")).await
    };
    let print = get("shenhe", "review").await;
    assert_eq!(print.status, 200);
    assert!(words(&print.bytes).contains(&order.company.mobile));
    assert_eq!(get("fahuo", "shipping").await.status, 404, "not approved yet");
    assert_eq!(get("donghu", "desk").await.status, 404, "not approved yet");
    world.staff("shenhe").await.approve(number).await;
    assert_eq!(get("fahuo", "shipping").await.status, 200);
    assert_eq!(get("donghu", "desk").await.status, 200);
    assert_eq!(get("xiling", "desk").await.status, 404, "another outlet's");
    assert_eq!(get("fahuo", "review").await.status, 403, "another role's console");
}
