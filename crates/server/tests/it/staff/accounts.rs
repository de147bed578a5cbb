//! Staff accounts, outlets' borders, announcements and prices by the pages of the running binary.

use crate::world::{Client, PICKUP, Staff, World};
use std::sync::Arc;
use totp_rs::{Builder, Secret};

const PASSWORD: &str = "Quiet-Heron-552";

/// The link on the page that shows it once, as a path.
fn link(html: &str) -> String {
    let (_, rest) = html.split_once("/cakey/staff/activate/").unwrap();
    format!("/cakey/staff/activate/{}", rest.split('"').next().unwrap())
}

async fn log_in(world: &Arc<World>, browser: &Client, login: &str, totp: &str) -> crate::world::Page {
    let form = browser.get("/cakey/staff").await.form("/cakey/staff");
    let captcha = world.captcha(&browser.token()).await;
    let typed = [("act", "login"), ("login", login), ("password", PASSWORD), ("totp", totp), ("captcha", &captcha)];
    browser.submit(&form, &typed).await
}

/// Makes an account by the pages, sets its password by the link and enrols its second factor.
async fn invited(world: &Arc<World>, admin: &Client, login: &str, role: &str, outlet: &str) -> Client {
    let form = admin.get("/cakey/staff/accounts/new").await.form("/cakey/staff/accounts/new");
    let made = admin.submit(&form, &[("login", login), ("name", "许南乔"), ("role", role), ("outlet", outlet)]).await;
    let path = link(&made.says(&["激活链接", "24 小时"]).html);
    let browser = world.visitor();
    let form = browser.get(&path).await.form(&path);
    browser.submit(&form, &[("password", "short"), ("password_again", "short")]).await.answers(422, &["至少 10 位"]);
    let set = browser.submit(&form, &[("password", PASSWORD), ("password_again", PASSWORD)]).await;
    set.leads("/cakey/staff?done=activated");
    assert_eq!(browser.get(&path).await.status, 403, "a link is used once");
    log_in(world, &browser, login, "").await.leads("/cakey/staff/enrol");
    let page = browser.get("/cakey/staff/enrol").await;
    let secret = page.all("#secret").remove(0).replace(' ', "");
    assert_eq!(browser.get("/cakey/staff/enrol/qr.png").await.status, 200);
    let form = page.form("/cakey/staff/enrol");
    browser.submit(&form, &[("totp", "000000")]).await.answers(422, &["动态口令不正确"]);
    let secret = Secret::try_from_base32(&secret).unwrap();
    let code = Builder::new().with_secret(secret).build().unwrap().generate_current().to_string();
    browser.submit(&form, &[("totp", &code)]).await.leads("/cakey/staff/home");
    browser
}

#[tokio::test]
async fn an_account_is_invited_enrolled_and_disabled_and_its_session_ends_at_once() {
    let world = World::start().await;
    let admin = world.staff("guanli").await.browser;
    let browser = invited(&world, &admin, "xin.shenhe", "reviewer", "").await;
    browser.get("/cakey/staff/review").await.says(&["审核队列"]);
    assert_eq!(browser.get("/cakey/staff/accounts").await.status, 403, "no reviewer looks after accounts");
    let list = admin.get("/cakey/staff/accounts").await;
    let row = list.rows().into_iter().find(|row| row.contains("xin.shenhe")).unwrap();
    assert!(row.contains("正常"), "{row}");
    let (_, id) = list.html.split_once("xin.shenhe</a>").map(|(before, _)| before.rsplit_once('/').unwrap()).unwrap();
    let id = id.split('"').next().unwrap();
    let page = admin.get(&format!("/cakey/staff/accounts/{id}")).await;
    let form = page.form(&format!("/cakey/staff/accounts/{id}/disable"));
    admin.submit(&form, &[]).await.leads("/cakey/staff/accounts?done=disabled");
    assert!(browser.get("/cakey/staff/review").await.location.starts_with("/cakey/staff?next="));
    log_in(&world, &browser, "xin.shenhe", "").await.answers(422, &["登录名、密码或动态口令不正确"]);
    let own = admin.get("/cakey/staff/accounts").await;
    let (before, _) = own.html.split_once("guanli</a>").unwrap();
    let own = before.rsplit_once('/').unwrap().1.split('"').next().unwrap().to_owned();
    assert!(
        admin
            .get(&format!("/cakey/staff/accounts/{own}"))
            .await
            .find_form(&format!("/cakey/staff/accounts/{own}/disable"))
            .is_none()
    );
}

#[tokio::test]
async fn the_staff_of_one_outlet_never_see_the_orders_of_another() {
    let world = World::start().await;
    let company = world.company("取件边界").await.complete_profile().await;
    let order = company.paid_order(PICKUP).await;
    world.staff("shenhe").await.approve(&order.number).await;
    let desks = [world.staff("donghu").await, world.staff("xiling").await];
    let mut seen = 0;
    for Staff { browser } in &desks {
        let path = format!("/cakey/staff/desk/{}", order.number);
        let page = browser.get(&path).await;
        let list = browser.get("/cakey/staff/desk").await;
        let mine = page.status == 200;
        assert_eq!(list.html.contains(&order.number), mine);
        if mine {
            seen += 1;
            continue;
        }
        assert_eq!(page.status, 404);
        assert!(!page.html.contains(&company.name));
        let csrf = list.form("/cakey/staff/logout").hidden("csrf").to_owned();
        for act in ["ready", "handover"] {
            let inputs = [("csrf", &*csrf), ("version", "5"), ("who", "self"), ("last4", "002X"), ("seen", "1")];
            let tried = browser.post(&format!("{path}/{act}"), &inputs).await;
            assert_eq!(tried.status, 404, "{act}: {}", tried.text());
        }
    }
    assert_eq!(seen, 1, "one outlet has the order");
}

#[tokio::test]
async fn an_announcement_is_read_by_companies_before_and_after_the_login() {
    let world = World::start().await;
    let admin = world.staff("guanli").await.browser;
    let path = "/cakey/staff/announcements/new";
    let form = admin.get(path).await.form(path);
    let typed = |until| {
        [
            ("act", "save"),
            ("title", "假期<b>照常</b>受理"),
            ("body", "第一行\n第二行"),
            ("from", "2020-01-01"),
            ("until", until),
        ]
    };
    admin.submit(&form, &typed("2019-01-01")).await.answers(422, &["结束日期不能早于开始日期"]);
    admin.submit(&form, &typed("2099-01-01")).await.leads("/cakey/staff/announcements?done=saved");
    let company = world.company("看公告").await;
    for page in [world.visitor().get("/cakey/").await, company.browser.get("/cakey/home").await] {
        page.says(&["假期<b>照常</b>受理", "第一行", "第二行"]);
        assert!(!page.html.contains("<b>照常</b>"), "plain text");
    }
}

#[tokio::test]
async fn a_platform_gets_its_first_prices_as_a_draft_that_is_looked_over_and_published() {
    let world = World::start().await;
    let admin = world.staff("guanli").await.browser;
    let path = "/cakey/staff/projects/new";
    let form = admin.get(path).await.form(path);
    let typed = [("name", "示例县交易平台"), ("main_keys", "1"), ("second_seal", "allow"), ("open", "on")];
    admin.submit(&form, &typed).await.leads("/cakey/staff/projects?done=saved");
    let list = admin.get("/cakey/staff/projects").await;
    let (before, _) = list.html.split_once("示例县交易平台</a>").unwrap();
    let id = before.rsplit_once('/').unwrap().1.split('"').next().unwrap().to_owned();
    let prices = format!("/cakey/staff/projects/{id}/prices");
    let new = format!("{prices}/new");
    let today = "2099-01-01";
    let line = "证书费，证书服务费，80，每个证书，不限，不限，份，信息技术服务，3040203000000000000，6";
    let form = admin.get(&new).await.form(&new);
    admin
        .submit(&form, &[("name", "第一版"), ("valid_from", today), ("items", "证书费，80")])
        .await
        .answers(422, &["第 1 行"]);
    admin
        .submit(&form, &[("name", "第一版"), ("valid_from", today), ("items", line)])
        .await
        .leads(&format!("{prices}?done=saved"));
    let all = admin.get(&prices).await;
    all.says(&["草稿", "¥160.00"]);
    let (_, rest) = all
        .html
        .split_once(&format!("{prices}/new"))
        .map(|(_, rest)| rest.split_once(&format!("{prices}/")).unwrap())
        .unwrap();
    let draft = format!("{prices}/{}", rest.split('"').next().unwrap());
    let publish = admin.get(&draft).await.form(&format!("{draft}/publish"));
    admin.submit(&publish, &[]).await.leads(&format!("{prices}?done=published"));
    admin.get(&prices).await.says(&["待生效", "第一版"]);
    let published = admin.get(&draft).await;
    published.says(&["待生效", "¥160.00"]);
    assert!(published.find_form(&draft).is_none(), "what is published is never changed");
    let changed = admin.submit(&form, &[("name", "第二版"), ("valid_from", today), ("items", line)]).await;
    changed.answers(422, &["这一天已有另一份收费标准"]);
}
