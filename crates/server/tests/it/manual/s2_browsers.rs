//! 操作环境 (section 2): IE10, IE11, Chrome, 360. Statements 2–5: what every page must carry and must not contain, on pages as
//! they are served; the samples of every template are judged the same way in crates/web/src/samples.rs, and real
//! engines open the pages in tests/browser.

use crate::world::{COURIER, Client, World};

/// What IE10 has no word for, in markup.
const NEVER: [&str; 14] = [
    "<template",
    "<details",
    "<dialog",
    "<picture",
    "type=\"date\"",
    " form=\"",
    "style=\"",
    "<style",
    "javascript:",
    " onclick",
    "display:grid",
    "type=\"module\"",
    ".woff2",
    "srcset",
];

/// What no ES5 engine reads, or IE10 lacks.
const NOT_ES5: [&str; 13] = [
    "=>",
    "let ",
    "const ",
    "class ",
    "`",
    "Promise",
    "fetch(",
    ".closest(",
    ".matches(",
    ".includes(",
    "Object.assign",
    ".dataset",
    "EventSource",
];

async fn judged(browser: &Client, path: &str) {
    let page = browser.get(path).await;
    assert_eq!(page.status, 200, "{path}");
    assert_eq!(page.headers["x-ua-compatible"], "IE=edge", "{path}");
    assert_eq!(page.headers["x-frame-options"], "DENY", "{path}");
    let head = page.html.split("</head>").next().unwrap();
    assert!(page.html.starts_with("<!DOCTYPE html>"), "{path}");
    let metas: Vec<&str> = head.split("<meta ").skip(1).take(3).collect();
    assert!(metas[0].starts_with("charset=\"utf-8\""), "{path}");
    assert!(metas[1].starts_with("http-equiv=\"X-UA-Compatible\" content=\"IE=edge\""), "{path}");
    assert!(metas[2].starts_with("name=\"renderer\" content=\"webkit\""), "{path}");
    for word in NEVER {
        assert!(!page.html.contains(word), "{path} has {word}");
    }
    let scripts: Vec<&str> = page.html.split("<script").skip(1).collect();
    assert!(
        scripts.len() == 1 && scripts[0].starts_with(" src=\"/cakey/assets/app-"),
        "{path}: {} scripts",
        scripts.len()
    );
}

#[tokio::test]
async fn pages_before_the_login_keep_to_what_ie10_reads() {
    let world = World::start().await;
    let visitor = world.visitor();
    let pages = ["/cakey/", "/cakey/register", "/cakey/staff", "/cakey/outlets", "/cakey/templates", "/cakey/help"];
    for path in pages.into_iter().chain(["/cakey/help/environment", "/cakey/help/orders", "/cakey/agreement"]) {
        judged(&visitor, path).await;
    }
}

#[tokio::test]
async fn pages_of_companies_and_staff_keep_to_what_ie10_reads() {
    let world = World::start().await;
    let company = world.company("旧浏览器").await.complete_profile().await;
    let order = company.order(2, 1, COURIER).await;
    let pages = ["/cakey/home", "/cakey/orders", "/cakey/orders/new", "/cakey/invoices", "/cakey/profile/company"];
    for path in
        pages.into_iter().chain(["/cakey/profile/company/edit", "/cakey/profile/invoice", "/cakey/profile/contact"])
    {
        judged(&company.browser, path).await;
    }
    for rest in ["", "/edit", "/check", "/history"] {
        judged(&company.browser, &order.url(rest)).await;
    }
    for (login, path) in
        [("shenhe", "/cakey/staff/review"), ("fahuo", "/cakey/staff/shipping"), ("donghu", "/cakey/staff/desk")]
    {
        judged(&world.staff(login).await.browser, path).await;
    }
}

#[tokio::test]
async fn the_script_is_es5_and_the_sheets_have_no_feature_that_ie10_lacks() {
    let world = World::start().await;
    let visitor = world.visitor();
    let login = visitor.get("/cakey/help/about").await;
    let assets: Vec<&str> = login.html.split('"').filter(|part| part.starts_with("/cakey/assets/")).collect();
    assert!(assets.len() >= 3, "{assets:?}");
    for url in assets {
        let asset = visitor.get(url).await;
        assert_eq!(asset.status, 200, "{url}");
        let never: &[&str] =
            if url.ends_with(".js") { &NOT_ES5 } else { &["display:grid", "var(--", "gap:", ":is(", "clamp("] };
        let code = without_comments(&asset.html);
        for word in never {
            assert!(!code.contains(word), "{url} has {word}");
        }
    }
}

/// What stands between `/*` and `*/`, and after `//`, is prose.
fn without_comments(text: &str) -> String {
    let (first, rest) = text.split_once("/*").unwrap_or((text, ""));
    let blocks = rest.split("/*").map(|part| part.split_once("*/").map_or("", |(_, after)| after));
    let bare: String = std::iter::once(first).chain(blocks).collect();
    bare.lines().map(|line| line.split("//").next().unwrap().to_owned() + "\n").collect()
}

#[tokio::test]
async fn raw_bytes_in_an_address_are_no_fault() {
    let world = World::start().await;
    for path in ["/cakey/help/%FF%FE", "/cakey/orders/%E8%AE%A2", "/cakey/%80"] {
        let page = world.visitor().get(path).await;
        assert!(page.status < 500, "{path}: {}", page.status);
        assert!(page.status != 404 || page.html.len() > 512, "IE replaces short error pages");
    }
}
