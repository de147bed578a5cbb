//! The filters of lists and whatever else an address may carry: any value is answered, in Chinese, on both databases.

use crate::world::{Client, World};
use db::test_server::PostgresServer;

/// Pages of a company, with the parameters of their addresses.
const OF_COMPANIES: [(&str, &[&str]); 6] = [
    ("/cakey/orders", &["st", "from", "to", "p"]),
    ("/cakey/orders/new", &["copy", "key"]),
    ("/cakey/invoices", &["p"]),
    ("/cakey/invoices/DZ20260101-0001", &["done"]),
    ("/cakey/account", &["done"]),
    ("/cakey/profile/company", &["done"]),
];

/// Pages of staff: a login that may open them, and their parameters.
const OF_STAFF: [(&str, &str, &[&str]); 17] = [
    ("zhuguan", "/cakey/staff/orders", &["st", "from", "to", "pj", "ot", "kw", "c", "p"]),
    ("zhuguan", "/cakey/staff/review", &["pj", "who", "kw", "p", "done"]),
    ("zhuguan", "/cakey/staff/shipping", &["tab", "p"]),
    ("donghu", "/cakey/staff/desk", &["tab", "kw"]),
    ("zhuguan", "/cakey/staff/companies", &["kw"]),
    ("zhuguan", "/cakey/staff/rescues", &["done"]),
    ("zhuguan", "/cakey/staff/reasons", &["done"]),
    ("zhuguan", "/cakey/staff/invoices", &["st", "p"]),
    ("zhuguan", "/cakey/staff/jobs", &["p"]),
    ("zhuguan", "/cakey/staff/messages", &["st", "order", "p"]),
    ("caiwu", "/cakey/staff/finance/payments", &["day", "order", "p"]),
    ("caiwu", "/cakey/staff/finance/refunds", &["p"]),
    ("caiwu", "/cakey/staff/finance/cases", &["tab", "p"]),
    ("caiwu", "/cakey/staff/finance/after-sale", &["order"]),
    ("caiwu", "/cakey/staff/finance/export", &["day"]),
    ("guanli", "/cakey/staff/projects/1/prices", &["done", "certs", "seals"]),
    ("shenji", "/cakey/staff/audit", &["action", "person", "day", "p"]),
];

/// Values as they stand in an address.
fn hostile() -> Vec<String> {
    let typed = [
        " ",
        "\0",
        "DZ2026\u{0}1123",
        "\u{1b}[31m",
        "\u{202e}示例",
        "%",
        "_\\",
        "' or 1=1; --",
        "<script>alert(1)</script>",
        "-1",
        "9223372036854775808",
        "-9223372036854775808",
        "2026-13-40",
        "9999-12-31",
        "-9999-01-01",
    ];
    let encoded = typed.iter().map(|text| text.bytes().map(|byte| format!("%{byte:02X}")).collect());
    let raw = ["%ff".to_owned(), "%E8%AE".to_owned(), "%".to_owned(), "a".repeat(60_000)];
    encoded.chain(raw).collect()
}

async fn answers_everything(browser: &Client, path: &str, names: &[&str]) {
    for name in names {
        for value in hostile() {
            let page = browser.get(&format!("{path}?{name}={value}")).await;
            let shown: String = value.chars().take(40).collect();
            let cell = format!("{path}?{name}={shown}: {}", page.status);
            assert!(page.status < 500, "{cell}: {}", page.text());
            let chinese = page.html.chars().any(|sign| ('\u{4e00}'..='\u{9fff}').contains(&sign));
            assert!(chinese || page.status == 303, "{cell}: {}", page.text());
            assert!(!page.html.contains("<script>alert"), "{cell}: a value is text, not markup");
        }
        assert_eq!(browser.get(&format!("{path}?{name}=1&{name}=2")).await.status, 400, "{path}?{name} twice");
    }
}

async fn all_filters_answer(postgres: Option<String>) {
    let world = World::start_on(postgres).await;
    let company = world.company("字段筛选").await;
    for (path, names) in OF_COMPANIES {
        answers_everything(&company.browser, path, names).await;
    }
    for (login, path, names) in OF_STAFF {
        answers_everything(&world.staff(login).await.browser, path, names).await;
    }
    let visitor = world.visitor();
    answers_everything(&visitor, "/cakey/", &["next", "done", "kept"]).await;
    answers_everything(&visitor, "/cakey/login/sms", &["next"]).await;
    answers_everything(&visitor, "/cakey/staff", &["next", "done"]).await;
}

#[tokio::test]
async fn any_value_of_an_address_is_answered_in_chinese() {
    all_filters_answer(None).await;
}

#[tokio::test]
async fn any_value_of_an_address_is_answered_in_chinese_on_postgresql_too() {
    all_filters_answer(Some(PostgresServer::shared().database())).await;
}
