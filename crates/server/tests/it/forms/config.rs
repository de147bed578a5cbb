//! The forms of 配置: outlets, platforms, prices, what orders need, announcements.

use super::{Field, Sheet, leads_on, value, words};
use crate::world::World;

/// A line of a price list without a mistake.
const LINE: &str = "证书费，证书服务费，80，每个证书，不限，不限，份，信息技术服务，3040203000000000000，6";

#[tokio::test]
async fn each_field_of_an_outlet_is_judged_for_itself() {
    const FIELDS: [Field; 4] = [
        words("name", 30).required().wrong(&["网"]),
        words("address", 120).required().wrong(&["二楼"]).right(&["东湖路 1 号"]),
        value("phone", &["12", "abc", "0990-00000001234", "<12>"], &["09900000000-8001", "13900001234"]).required(),
        words("hours", 60).required().wrong(&["时"]).right(&["全天"]),
    ];
    let world = World::start().await;
    let admin = world.staff("guanli").await.browser;
    for (path, name) in [("/cakey/staff/outlets/2", "西岭大道网点"), ("/cakey/staff/outlets/new", "南屏网点")]
    {
        let good = vec![
            ("name", name),
            ("address", "南屏县政务服务中心一楼"),
            ("phone", "0990-0000003"),
            ("hours", "工作日 9:00–17:00"),
        ];
        let sheet = Sheet { browser: &admin, page: path, action: path, good, fields: &FIELDS };
        // A name is there once, so the second good form of a new one is refused for its name alone.
        sheet.try_all(|page| leads_on(page) || page.all(".er") == ["已有同名的网点，请换一个名称"]).await;
    }
}

#[tokio::test]
async fn each_field_of_a_platform_is_judged_for_itself() {
    const FIELDS: [Field; 5] = [
        words("name", 50).required().wrong(&["平台名"]).right(&["南屏平台"]),
        value("main_keys", &["0", "21", "-1", "1.5", "x", "99999999999999999999"], &["1", "20", "２"]).required(),
        value("second_seal", &["maybe"], &["explain", "block"]).required(),
        value("review_first", &["yes"], &["on"]),
        value("open", &["yes"], &["on"]),
    ];
    let world = World::start().await;
    let admin = world.staff("guanli").await.browser;
    let good = vec![
        ("name", "南屏县先审后付平台"),
        ("main_keys", "1"),
        ("second_seal", "allow"),
        ("review_first", "on"),
        ("open", "on"),
    ];
    for path in ["/cakey/staff/projects/3", "/cakey/staff/projects/new"] {
        let sheet = Sheet { browser: &admin, page: path, action: path, good: good.clone(), fields: &FIELDS };
        sheet.try_all(|page| leads_on(page) || page.all(".er") == ["已有同名的交易平台，请换一个名称"]).await;
    }
}

#[tokio::test]
async fn each_field_of_a_price_list_is_judged_for_itself() {
    const FIELDS: [Field; 3] = [
        words("name", 50).required().wrong(&["价"]),
        value("valid_from", &["2020-01-01", "2099-13-01", "soon", "0"], &["2099/1/2", "20990102", "2099-12-31"])
            .required(),
        value(
            "items",
            &[
                "证书费，80",
                "车费，证书服务费，80，每个证书，不限，不限，份，信息技术服务，3040203000000000000，6",
                "证书费，证书服务费，八十，每个证书，不限，不限，份，信息技术服务，3040203000000000000，6",
                "证书费，证书服务费，-80，每个证书，不限，不限，份，信息技术服务，3040203000000000000，6",
                "证书费，证书服务费，80，每打，不限，不限，份，信息技术服务，3040203000000000000，6",
                "证书费，证书服务费，80，每个证书，机器人，不限，份，信息技术服务，3040203000000000000，6",
                "证书费，证书服务费，80，每个证书，不限，11，份，信息技术服务，3040203000000000000，6",
                "证书费，，80，每个证书，不限，不限，份，信息技术服务，3040203000000000000，6",
                "证书费，证书服务费，80，每个证书，不限，不限，份，信息技术服务，304，6",
                "证书费，证书服务费，80，每个证书，不限，不限，份，信息技术服务，3040203000000000000，101",
                "证书费，证书\u{202e}服务费，80，每个证书，不限，不限，份，信息技术服务，3040203000000000000，6",
                "证书费，证书\u{1b}服务费，80，每个证书，不限，不限，份，信息技术服务，3040203000000000000，6",
                "证书费，证书服务费，80，每个证书，不限，不限，份\u{200b}，信息技术服务，3040203000000000000，6",
            ],
            &["证书费,证书服务费,0,每个证书,单位证书,1,份,信息技术服务,3040203000000000000,0"],
        )
        .required(),
    ];
    let world = World::start().await;
    let admin = world.staff("guanli").await.browser;
    let prices = "/cakey/staff/projects/2/prices";
    let new = format!("{prices}/new");
    let good = vec![("name", "2099 年收费标准"), ("valid_from", "2099-01-01"), ("items", LINE)];
    admin.submit(&admin.get(&new).await.form(&new), &good).await.leads(&format!("{prices}?done=saved"));
    let list = admin.get(prices).await;
    let (before, _) = list.html.split_once("\">第 2 版</a>").unwrap();
    let draft = before.rsplit("href=\"").next().unwrap();
    for page in [draft, &new] {
        let sheet = Sheet { browser: &admin, page, action: page, good: good.clone(), fields: &FIELDS };
        sheet.try_all(|page| leads_on(page) || page.all(".er") == ["这一天已有另一份收费标准，请换一天"]).await;
    }
}

#[tokio::test]
async fn each_field_of_a_material_rule_is_judged_for_itself() {
    const FIELDS: [Field; 7] = [
        value("material", &["moon", "other", "LICENCE"], &["id_front"]).required(),
        value("business", &["steal", "renew"], &[]).required(),
        value("certificate", &["robot"], &["company", "legal", "person"]),
        value("condition", &["never"], &["sealed", "by_agent"]).required(),
        value("source", &["cloud"], &["profile"]).required(),
        value("required", &["yes"], &["on"]),
        value("position", &["0", "100", "-1", "1.5", "x"], &["1", "99", "７"]).required(),
    ];
    let world = World::start().await;
    let admin = world.staff("guanli").await.browser;
    let page = "/cakey/staff/projects/1/materials/new";
    let good = vec![
        ("material", "proxy"),
        ("business", "new"),
        ("certificate", "legal"),
        ("condition", "always"),
        ("source", "profile"),
        ("required", "on"),
        ("position", "6"),
    ];
    let sheet = Sheet { browser: &admin, page, action: page, good, fields: &FIELDS };
    // What is there already is refused for saying the same; each other good form adds a line.
    sheet.try_all(|page| leads_on(page) || page.status == 422 && page.text().contains("已有同样的要求")).await;
    assert_eq!(admin.get("/cakey/staff/projects/1/materials").await.rows().len(), 12);
}

#[tokio::test]
async fn each_field_of_an_announcement_is_judged_for_itself() {
    const FIELDS: [Field; 4] = [
        words("title", 60).required().wrong(&["告"]),
        words("body", 1000).required(),
        value("from", &["2026-13-01", "soon"], &["2020/1/2", "20200102"]).required(),
        value("until", &["2026-02-30", "later", "2019-12-31"], &["2020-01-01", "2099/1/2"]).required(),
    ];
    let world = World::start().await;
    let admin = world.staff("guanli").await.browser;
    let path = "/cakey/staff/announcements/new";
    let good = vec![
        ("act", "save"),
        ("title", "假期照常受理"),
        ("body", "第一行\n第二行"),
        ("from", "2020-01-01"),
        ("until", "2099-01-01"),
    ];
    admin.submit(&admin.get(path).await.form(path), &good).await.leads("/cakey/staff/announcements?done=saved");
    for path in [path, "/cakey/staff/announcements/1"] {
        let sheet = Sheet { browser: &admin, page: path, action: path, good: good.clone(), fields: &FIELDS };
        sheet.try_all(leads_on).await;
    }
}
