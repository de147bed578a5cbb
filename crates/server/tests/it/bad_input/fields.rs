//! Values that the pages would not let pass: more seals than certificates, too long, control characters. Each is told at
//! its field, and nothing is stored.

use crate::world::{COURIER, Company, World};

const ORDER: [(&str, &str); 4] = [("act", "save"), ("project", "1"), ("certs", "2"), ("seals", "1")];

#[tokio::test]
async fn more_seals_than_certificates_are_refused_however_they_are_sent() {
    let world = World::start().await;
    let company = world.company("云岫造价").await.complete_profile().await;
    for (certs, seals) in [
        ("1", "2"),
        ("2", "3"),
        ("2", "99"),
        ("2", "-1"),
        ("0", "0"),
        ("21", "0"),
        ("-1", "-1"),
        ("1.5", "1"),
        ("", ""),
        ("9999999999999999999999", "1"),
    ] {
        let typed = [&[("act", "save"), ("project", "1"), ("certs", certs), ("seals", seals)], COURIER].concat();
        company.apply(&typed).await.answers(422, &["处需要修改"]);
    }
    let typed = [&[("act", "save"), ("project", "1"), ("certs", "2"), ("seals", "3")], COURIER].concat();
    company.apply(&typed).await.answers(422, &["签章数量不能大于证书数量（2），请改为 0–2"]);
    assert!(world.orders_of(&company.name).await.is_empty());

    let order = company.order(2, 1, COURIER).await;
    let row = order.row().await;
    order.send("/edit", "/edit", &typed).await.answers(422, &["签章数量不能大于证书数量"]);
    assert_eq!(order.row().await, row);
}

#[tokio::test]
async fn every_text_of_the_order_has_its_limit_and_no_control_characters() {
    let world = World::start().await;
    let company = world.company("云岫招标").await.complete_profile().await;
    for (name, max) in [("rn", 50), ("rm", 11), ("rp", 20), ("rc", 20), ("rd", 20), ("ra", 120), ("note", 200)] {
        let long = if name == "rm" { "1".repeat(max + 1) } else { "测".repeat(max + 1) };
        for value in [long.as_str(), "示例\u{0}示例示例", "示例\u{1b}[31m示例", "示例\u{202e}示例示例"]
        {
            let mut typed = [&ORDER[..], COURIER].concat();
            typed.retain(|(other, _)| *other != name);
            typed.push((name, value));
            let answer = company.apply(&typed).await;
            assert_eq!(answer.status, 422, "{name} {value:?}: {}", answer.text());
        }
    }
    for replaced in [("project", "999"), ("project", "x"), ("get", "drone"), ("get", ""), ("rn", "")] {
        let mut typed = [&ORDER[..], COURIER].concat();
        typed.retain(|(other, _)| *other != replaced.0);
        typed.push(replaced);
        company.apply(&typed).await.answers(422, &["处需要修改"]);
    }
    let outlet = [&ORDER[..], &[("get", "pickup"), ("outlet", "999")]].concat();
    company.apply(&outlet).await.answers(422, &["自取网点"]);
    assert!(world.orders_of(&company.name).await.is_empty());
}

#[tokio::test]
async fn the_longest_texts_that_are_allowed_come_back_as_they_were_typed() {
    let world = World::start().await;
    let company = world.company("云岫代理").await.complete_profile().await;
    let note = format!("{}<script>alert(1)</script>&\"'", "注".repeat(160));
    let typed = [&ORDER[..], COURIER, &[("note", &note)]].concat();
    let saved = company.apply(&typed).await;
    let number = world.orders_of(&company.name).await.remove(0);
    saved.leads(&format!("/cakey/orders/{number}/check"));
    assert_eq!(world.order_row(&number).await.note, note);
    let page = company.browser.get(&format!("/cakey/orders/{number}")).await;
    page.says(&[&note]);
    assert!(!page.html.contains("<script>alert"), "the note is text, not markup");
}

#[tokio::test]
async fn every_text_of_the_registration_has_its_limit_and_no_control_characters() {
    let world = World::start().await;
    let company = Company::invented(&world, "云岫咨询");
    company.send_code().await.says(&["验证码已发送到"]);
    let code = company.sms_code().await;
    let [name, person, password] = ["长".repeat(101), "长".repeat(51), "Qing-shan-2026".repeat(200)];
    for (field, value) in [
        ("company", name.as_str()),
        ("company", "澜州\u{0}有限公司"),
        ("company", "澜州\u{200b}\u{7}有限公司"),
        ("mobile", "139000012345678901234"),
        ("mobile", "1390000\u{0}123"),
        ("code", "12345678901234567890"),
        ("code", "12\u{0}456"),
        ("person", person.as_str()),
        ("person", "林\u{1b}知夏"),
        ("password", password.as_str()),
    ] {
        let again = if field == "password" { value } else { crate::world::PASSWORD };
        let answer = company.finish_registration(&code, &[(field, value), ("password_again", again)]).await;
        assert_eq!(answer.status, 422, "{field} {value:?}: {}", answer.text());
    }
    assert_eq!(world.companies_named(&company.name).await, 0);
}
