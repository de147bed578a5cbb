//! After everything that takes a personal number has been walked through, none of them stands in a byte of the
//! database, of its log, or of what the program has said; and what the program has said names nobody.

use crate::world::{COURIER, Client, Company, Order, PICKUP, Setup, World, png, replace, until};
use std::path::PathBuf;
use std::sync::Arc;

/// Numbers that are typed somewhere, each at one place alone, so that a find says where it comes from.
const NUMBERS: [(&str, &str); 12] = [
    ("legal id", "990101197902280017"),
    ("legal mobile", "13711110001"),
    ("invoice mobile", "13711110011"),
    ("bank account", "6222001234567890"),
    ("holder id", "990101198503150017"),
    ("holder passport", "E87654321"),
    ("recipient mobile", "13711110021"),
    ("new mobile", "13711110002"),
    ("collector id", "11010519491231002X"),
    ("rescue mobile", "13711110052"),
    ("kept legal id", "99010119700101001X"),
    ("stranger's mobile", "13711110061"),
];

/// The last thing that is stored, in the clear.
const WHY: &str = "营业执照与申请函公章一致";

/// Words of persons that no line of the program's output may hold.
const WORDS: [&str; 6] = ["林知夏", "沈晓岚", "周予平", "示例路", "请放前台", "第一标段"];

fn number(name: &str) -> &'static str {
    NUMBERS.iter().find(|(other, _)| *other == name).unwrap().1
}

/// The bytes of the database's files and of its journals.
fn database(world: &World) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = std::fs::read_dir(world.data()).unwrap().map(|entry| entry.unwrap().path());
    let ours = entries.filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with("cakey.db"));
    ours.map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

/// Every number, the company's registered one too, in every file. The company's name is there: the search can find.
fn search(world: &World, company: &Company, when: &str) {
    let files = database(world);
    assert!(files.iter().any(|(_, bytes)| holds(bytes, &company.name)), "{when}: nothing at all is found");
    for (path, bytes) in files {
        for (what, digits) in NUMBERS.into_iter().chain([("registered mobile", company.mobile.as_str())]) {
            assert!(!holds(&bytes, digits), "{when}: the {what} stands in {}", path.display());
        }
    }
}

async fn profiles(company: &Company) {
    let legal = [("legal_id_number", number("legal id")), ("legal_mobile", number("legal mobile"))];
    let typed = replace(&company.profile_inputs(), &legal);
    company.fill("/cakey/profile/company/edit", &typed).await.leads("/cakey/profile/company?done=1");
    let typed = [
        ("title", &*company.name),
        ("tax_number", &company.code),
        ("email", &company.email),
        ("bank", "示例银行澜州支行"),
        ("account", number("bank account")),
        ("mobile", number("invoice mobile")),
        ("remark", "第一标段"),
    ];
    company.fill("/cakey/profile/invoice", &typed).await.leads("/cakey/profile/invoice?done=1");
    for (input, shade) in [("id_front", 81), ("id_back", 82)] {
        company.give("contact", input, png(shade)).await.leads("/cakey/profile/contact#materials");
    }
}

/// An order with two holders, saved and paid.
async fn order_with_holders(company: &Company, way: &[(&'static str, &'static str)]) -> Order {
    let counts = [("act", "save"), ("project", "1"), ("certs", "3"), ("seals", "1"), ("note", "请放前台")];
    let holders = [
        ("c2t", "person"),
        ("c2n", "沈晓岚"),
        ("c2i", number("holder id")),
        ("c3t", "person"),
        ("c3n", "周予平"),
        ("c3k", "passport"),
        ("c3i", number("holder passport")),
    ];
    let saved = company.apply(&[&counts[..], &holders, way].concat()).await;
    assert_eq!(saved.status, 303, "{}", saved.text());
    let order = Order { number: saved.location.split('/').nth(3).unwrap().to_owned(), company: company.clone() };
    order.submit().await;
    order.pay().await;
    order
}

/// One order by courier: rejected once, sent again, shipped. One for the outlet: handed over to a proxy.
async fn orders(world: &Arc<World>, company: &Company) {
    let reviewer = world.staff("shenhe").await;
    let courier = replace(COURIER, &[("rm", number("recipient mobile"))]);
    let parcel = order_with_holders(company, &courier).await;
    reviewer.reject(&parcel.number, "营业执照照片看不清，请核对").await;
    world.message(&company.mobile, "审核未通过").await;
    parcel.submit().await;
    parcel.pay().await;
    reviewer.approve(&parcel.number).await;
    world.staff("fahuo").await.ship(&parcel.number, "SF1234567890123").await;
    world.message(&company.mobile, "SF1234567890123").await;
    company.invoice_mail(&parcel.number).await;

    let pickup = order_with_holders(company, PICKUP).await;
    reviewer.approve(&pickup.number).await;
    let outlet = world.staff("donghu").await;
    outlet.ready(&pickup.number).await;
    let form = outlet.desk(&pickup.number).await.form(&format!("/cakey/staff/desk/{}/handover", pickup.number));
    let proxy = [("who", "proxy"), ("proxy_name", "周予平"), ("id_kind", "resident"), ("letter", "1"), ("seen", "1")];
    let typed = [&proxy[..], &[("id_number", number("collector id"))]].concat();
    outlet.browser.submit(&form, &typed).await.leads("/cakey/staff/desk?tab=handed&done=handed");
}

/// 找回密码, and a login by code, of a company and of nobody.
async fn forgotten(world: &World, company: &Company) {
    for mobile in [company.mobile.as_str(), number("stranger's mobile")] {
        let browser = world.visitor();
        let form = browser.get("/cakey/forgot").await.form("/cakey/forgot");
        let captcha = world.captcha(&browser.token()).await;
        let typed = [("act", "ask"), ("company", &*company.name), ("mobile", mobile), ("captcha", &captcha)];
        browser.submit(&form, &typed).await.leads("/cakey/forgot/sent");
        let form = browser.get("/cakey/login/sms").await.form("/cakey/login/sms");
        let typed = [("act", "sms"), ("company", company.name.as_str()), ("mobile", mobile)];
        browser.submit(&form, &typed).await.says(&["请留意手机短信"]);
    }
    world.rest().await;
}

/// A search by number, a look at the whole numbers, and a rescue to another mobile.
async fn staff(world: &Arc<World>, company: &Company) {
    let support = world.staff("kefu").await;
    let found = support.browser.get(&format!("/cakey/staff/companies?kw={}", number("new mobile"))).await;
    found.says(&[&company.name]);
    let path = support.company_page(&company.name).await;
    let page = support.browser.get(&path).await;
    support.browser.submit(&page.form(&format!("{path}/reveal")), &[]).await.says(&[number("new mobile")]);
    let reason = [("reason", WHY), ("seen", "1"), ("mobile", number("rescue mobile"))];
    let form = page.form(&format!("{path}/rescue"));
    support.browser.submit(&form, &reason).await.leads(&format!("{path}?done=rescue"));
}

/// 用户信息 with a mobile whose provider never answers: it is asked again, and the errors are kept.
async fn new_mobile(world: &World, company: &Company) {
    let (path, mobile) = ("/cakey/profile/contact/edit", number("new mobile"));
    let typed = [("act", "sms"), ("name", "林知夏"), ("mobile", mobile)];
    company.fill(path, &typed).await.says(&["验证码已发送到"]);
    let code = world.message(mobile, "验证码").await.split_once("验证码").unwrap().1[..6].to_owned();
    company
        .fill(path, &[("name", "林知夏"), ("mobile", mobile), ("code", &code)])
        .await
        .leads("/cakey/profile/contact?done=1");
    world.message(&company.mobile, "联系手机号已更换").await;
}

/// A form that came after its session had ended.
async fn kept_form(world: &World, company: &Company) {
    let path = "/cakey/profile/company/edit";
    let browser: &Client = &company.browser;
    let form = browser.get(path).await.form(path);
    world.let_session_run_out(&browser.token()).await;
    let typed = replace(&company.profile_inputs(), &[("legal_id_number", number("kept legal id"))]);
    browser.submit(&form, &typed).await.leads("/cakey/?kept=1&next=/cakey/kept");
}

#[tokio::test]
async fn no_personal_number_stands_in_the_files_or_in_what_the_program_says() {
    let environment = vec![("CAKEY_CONFIG_LIMITS_SMS_PAUSE_SECONDS", "0"), ("RUST_LOG", "debug")];
    let world = World::start_as(Setup { environment, ..Setup::default() }).await;
    let company = world.company("磐石建设").await;
    profiles(&company).await;
    orders(&world, &company).await;
    forgotten(&world, &company).await;
    new_mobile(&world, &company).await;
    kept_form(&world, &company).await;
    staff(&world, &company).await;
    world.verify();
    search(&world, &company, "while it runs");
    let copied = async || holds(&std::fs::read(world.data().join("cakey.db")).unwrap(), WHY).then_some(());
    until("the log's end to be copied into the file", copied).await;
    search(&world, &company, "after a checkpoint");
    world.kill();
    search(&world, &company, "after a power cut");

    let said = world.output();
    assert!(said.contains("\"level\""), "the log is empty: {said}");
    for (what, digits) in NUMBERS.into_iter().chain([("registered mobile", company.mobile.as_str())]) {
        assert!(!said.contains(digits), "the {what} stands in the log: {said}");
    }
    for word in WORDS {
        assert!(!said.contains(word), "{word} stands in the log: {said}");
    }
}
