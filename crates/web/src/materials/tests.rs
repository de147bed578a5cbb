//! Files through the pages, as old browsers send them.
#![allow(clippy::unwrap_used)]

use crate::fixture::Browser;
use crate::orders::flow_world::{PICKUP, url, world};
use axum::http::StatusCode;

const BOUNDARY: &str = "---------------------------7d81b516112482";

fn png() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::GrayImage::new(8, 8).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// A form with its token (unless empty) and one file, the file last.
fn body(token: &str, input: &str, name: &str, bytes: &[u8]) -> Vec<u8> {
    let text = |name: &str, value: &str| {
        format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let mut body = if token.is_empty() { String::new() } else { text("csrf", token) };
    body.push_str(&format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{input}\"; filename=\"{name}\"\r\n\
         Content-Type: image/x-png\r\n\r\n"
    ));
    [body.as_bytes(), bytes, format!("\r\n--{BOUNDARY}--\r\n").as_bytes()].concat()
}

/// A saved draft, at the page where it is looked over.
async fn draft() -> Browser {
    let (_, mut browser) = world(true).await;
    browser.get("/cakey/orders/new").await;
    let operation = browser.input("op").to_owned();
    let counts = [("version", "0"), ("op", &operation), ("project", "1"), ("certs", "1"), ("seals", "0")];
    let saved = browser.post("/cakey/orders/new", &[&counts[..], PICKUP].concat()).await;
    assert_eq!(saved.location(), url("/check"), "{}", saved.body);
    browser.get(&url("/check")).await;
    browser
}

async fn send(browser: &mut Browser, token: &str, input: &str, name: &str, bytes: &[u8]) -> (StatusCode, String) {
    let answer = browser.upload(&url("/materials"), BOUNDARY, body(token, input, name, bytes)).await;
    (answer.status, if answer.location().is_empty() { answer.body } else { answer.location().to_owned() })
}

#[tokio::test]
async fn a_path_of_ie_becomes_a_name_and_the_picture_is_shown_and_downloaded() {
    let mut browser = draft().await;
    let token = browser.input("csrf").to_owned();
    let sent = send(&mut browser, &token, "other", r"C:\Users\lin\扫描\承诺书.PNG", &png()).await;
    assert_eq!(sent, (StatusCode::SEE_OTHER, url("/check#materials")));
    let page = browser.get(&url("/check")).await.body;
    assert!(page.contains("承诺书.png") && page.contains("补充材料 1") && !page.contains("Users"));
    let shown = browser.get("/cakey/attachments/1/view").await;
    let header = |name: &str| shown.headers[name].to_str().unwrap().to_owned();
    assert_eq!((header("content-type"), header("x-content-type-options")), ("image/png".into(), "nosniff".into()));
    assert_eq!(header("content-security-policy"), "default-src 'none'; sandbox");
    assert!(header("content-disposition").starts_with("inline; filename=\"other-1.png\""));
    let loaded = browser.get("/cakey/attachments/1").await;
    let disposition = loaded.headers["content-disposition"].to_str().unwrap().to_owned();
    assert_eq!(disposition, "attachment; filename=\"other-1.png\"; filename*=UTF-8''%E6%89%BF%E8%AF%BA%E4%B9%A6.png");
    for path in ["/cakey/attachments/2", "/cakey/attachments/x", "/cakey/attachments/99999999999999999999"] {
        assert_eq!(browser.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_form_whose_token_is_missing_wrong_or_behind_the_file_keeps_nothing() {
    let mut browser = draft().await;
    let token = browser.input("csrf").to_owned();
    for token in ["", "wrong"] {
        assert_eq!(send(&mut browser, token, "other", "a.png", &png()).await.0, StatusCode::FORBIDDEN);
    }
    let file = body("", "other", "a.png", &png());
    let (file, end) = file.split_at(file.len() - BOUNDARY.len() - 6);
    let late = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{token}\r\n");
    let behind = [file, late.as_bytes(), end].concat();
    let answer = browser.upload(&url("/materials"), BOUNDARY, behind).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(!browser.get(&url("/check")).await.body.contains("补充材料 1"));
}

#[tokio::test]
async fn what_is_not_taken_is_told_beside_its_input() {
    let mut browser = draft().await;
    let token = browser.input("csrf").to_owned();
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
    for (bytes, words) in
        [(&svg[..], "这个文件其实是 svg 图片"), (b"", "这个文件是空的"), (&[0; 6 * 1024 * 1024], "文件超过 5 MB")]
    {
        let (status, page) = send(&mut browser, &token, "other", "执照.png", bytes).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains(words) && page.contains("href=\"#other\"") && page.contains("id=\"other-e\""), "{words}");
    }
}

#[tokio::test]
async fn an_input_without_a_file_and_one_that_the_order_does_not_have_are_passed_over() {
    let mut browser = draft().await;
    let token = browser.input("csrf").to_owned();
    for (input, name) in [("other", ""), ("passport", "a.png")] {
        assert_eq!(send(&mut browser, &token, input, name, b"").await.0, StatusCode::SEE_OTHER, "{input}");
    }
    let (status, page) = send(&mut browser, &token, "seal_image-1", "a.png", &png()).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("这个订单不需要印模（第 1 枚）"), "{page}");
}

#[tokio::test]
async fn a_body_that_is_no_form_is_malformed() {
    let mut browser = draft().await;
    let token = browser.input("csrf").to_owned();
    let whole = body(&token, "other", "a.png", &png());
    let endless = [&whole[..200], &b"X".repeat(2 * 1024 * 1024)[..]].concat();
    for bytes in [b"nonsense".to_vec(), whole[..whole.len() - 60].to_vec(), endless] {
        let answer = browser.upload(&url("/materials"), BOUNDARY, bytes).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    }
}

#[tokio::test]
async fn a_form_of_twenty_certificates_is_read_with_its_files_and_an_endless_one_is_not() {
    let mut browser = draft().await;
    browser.get(&url("/edit")).await;
    let part = |name: &str, value: &str| {
        format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes()
    };
    let start = [part("csrf", browser.input("csrf")), part("version", browser.input("version"))].concat();
    for (inputs, status) in [(200, StatusCode::OK), (500, StatusCode::BAD_REQUEST)] {
        let rows: Vec<u8> = (0..inputs).flat_map(|n| part(&format!("c{n}"), "1")).collect();
        let counts = [part("project", "1"), part("certs", "20"), part("seals", "0"), part("act", "upload")].concat();
        let form = [&start[..], &rows, &counts, &body("", "other", "a.png", &png())].concat();
        assert_eq!(browser.upload(&url("/edit"), BOUNDARY, form).await.status, status, "{inputs}");
    }
}

#[tokio::test]
async fn the_button_beside_a_file_brings_its_input_back_or_takes_it_out() {
    let mut browser = draft().await;
    let token = browser.input("csrf").to_owned();
    send(&mut browser, &token, "other", "a.png", &png()).await;
    let again = browser.post(&url("/materials"), &[("again", "other-1")]).await;
    assert_eq!(again.location(), url("/check?again=other-1#materials"));
    let dropped = browser.post(&url("/materials"), &[("drop", "other-1")]).await;
    assert_eq!(dropped.location(), url("/check#materials"));
    assert!(!browser.get(&url("/check")).await.body.contains("补充材料 1"));
}

#[tokio::test]
async fn documents_of_the_profile_are_uploaded_beside_it() {
    let (_, mut browser) = world(true).await;
    for (page, input, title) in [("company", "licence", "营业执照"), ("contact", "id_front", "经办人身份证正面")]
    {
        let page = format!("/cakey/profile/{page}");
        assert!(browser.get(&page).await.body.contains(title));
        let token = browser.input("csrf").to_owned();
        let form = body(&token, input, "扫描件.png", &png());
        let stored = browser.upload(&format!("{page}/materials"), BOUNDARY, form).await;
        assert_eq!(stored.location(), format!("{page}#materials"));
        assert!(browser.get(&page).await.body.contains("扫描件.png"));
        let refused = browser.upload(&format!("{page}/materials"), BOUNDARY, body(&token, input, "x", b"x")).await;
        assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.body.contains("只收 jpg、png 或 pdf"));
    }
}

#[tokio::test]
async fn files_beside_a_form_that_is_being_changed_are_kept_and_nothing_typed_is_lost() {
    let mut browser = draft().await;
    browser.get(&url("/edit")).await;
    let (token, version) = (browser.input("csrf").to_owned(), browser.input("version").to_owned());
    let part = |name: &str, value: &str| {
        format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes()
    };
    let typed = [("csrf", &*token), ("version", &version), ("project", "1"), ("certs", "3"), ("seals", "1")];
    let typed: Vec<u8> = typed.iter().flat_map(|(name, value)| part(name, value)).collect();
    for (act, bytes, status) in
        [("upload", png(), StatusCode::OK), ("save", b"x".to_vec(), StatusCode::UNPROCESSABLE_ENTITY)]
    {
        let file = body("", "other", "补充.png", &bytes);
        let form = [&typed[..], &part("act", act), &file].concat();
        let answer = browser.upload(&url("/edit"), BOUNDARY, form).await;
        assert_eq!(answer.status, status, "{act}: {}", answer.body);
        assert_eq!(browser.input("certs"), "3");
        assert!(answer.body.contains("补充.png"), "what was kept is shown");
        assert_eq!(answer.body.contains("只收 jpg、png 或 pdf"), act == "save");
    }
    assert!(!browser.get(&url("/check")).await.body.contains("<dd>3</dd>"), "the form itself was not saved");
}
