//! Requests that no browser makes: raw bytes in an address, forms that are no forms, keys twice, bodies too large.

use crate::world::{COURIER, World};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// Sends these bytes over a connection of its own and reads the answer to its end.
async fn raw(world: &World, request: &[u8]) -> String {
    let mut stream = tokio::net::TcpStream::connect(("127.0.0.1", world.port())).await.unwrap();
    stream.write_all(request).await.unwrap();
    let mut answer = Vec::new();
    // A refused request may end in a reset after its answer.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn raw_bytes_in_an_address_are_answered_and_harm_nothing() {
    let world = World::start().await;
    for address in [
        &b"/cakey/orders/\x80\xff"[..],
        b"/cakey/\xe8\xae\xa2?x=\xe5",
        b"/cakey/?next=\xff",
        b"/cakey/%ff%fe",
        b"/\x7f",
    ] {
        let request = [b"GET ", address, b" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"].concat();
        let answer = raw(&world, &request).await;
        let status: u16 = answer.split(' ').nth(1).unwrap_or_default().parse().unwrap();
        assert!((200..500).contains(&status), "{address:?}: {answer}");
    }
    world.visitor().get("/cakey/").await.says(&["企业登录"]);
}

#[tokio::test]
async fn lines_that_are_no_http_are_refused_and_the_next_visitor_is_served() {
    let world = World::start().await;
    for request in
        [&b"\x16\x03\x01\x02\x00\x01\x00"[..], b"GET\r\n\r\n", b"POST /cakey/ HTTP/1.1\r\nContent-Length: -1\r\n\r\n"]
    {
        let answer = raw(&world, request).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
    }
    world.visitor().get("/cakey/").await.says(&["企业登录"]);
}

#[tokio::test]
async fn a_form_with_repeated_keys_strange_bytes_or_too_much_of_them_is_refused_whole() {
    let world = World::start().await;
    let company = world.company("松溪造价").await.complete_profile().await;
    let form = company.browser.get("/cakey/orders/new").await.form("/cakey/orders/new");
    let typed = [&[("act", "save"), ("project", "1"), ("certs", "2"), ("seals", "1")], COURIER].concat();
    for repeated in ["certs", "version", "op", "rn", "csrf"] {
        let value = form.hidden.iter().find(|(name, _)| name == repeated).map_or("2", |(_, value)| value);
        let hidden: Vec<(&str, &str)> = form.hidden.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let answer = company.browser.post(&form.action, &[&hidden[..], &typed, &[(repeated, value)]].concat()).await;
        let expected = if repeated == "csrf" { 403 } else { 400 };
        assert_eq!(answer.status, expected, "{repeated}: {}", answer.text());
        assert!(answer.text().contains("没有保存任何内容"), "{}", answer.text());
    }
    let csrf = form.hidden("csrf");
    for bytes in [&b"&note=%ff"[..], b"&note=\xc0\xaf", b"&certs=%e9%9d", b"&%ff=1"] {
        let body = [format!("csrf={csrf}&version=0&op=x&act=save").as_bytes(), bytes].concat();
        company.browser.post_bytes(&form.action, body).await.answers(400, &["没有读懂这个请求"]);
    }
    let large = format!("csrf={csrf}&note={}", "a".repeat(70_000));
    company.browser.post_bytes(&form.action, large.into_bytes()).await.answers(413, &["提交的内容太大"]);
    assert!(world.orders_of(&company.name).await.is_empty());
}

#[tokio::test]
async fn a_version_that_is_no_number_is_refused() {
    let world = World::start().await;
    let company = world.company("松溪招标").await.complete_profile().await;
    let order = company.order(1, 0, COURIER).await;
    let form = order.page("/check").await.form(&order.url("/submit"));
    for version in ["", "x", "-1", "9223372036854775808", "1e3", "999"] {
        let answer = company.browser.submit(&form, &[("version", version), ("true", "1")]).await;
        assert!([400, 409].contains(&answer.status), "{version}: {} {}", answer.status, answer.text());
    }
    assert_eq!(order.row().await.status, "draft");
}
