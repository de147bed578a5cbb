//! Manual 3.1: 注册, with a mobile that an SMS code proves.

use crate::world::{Company, PASSWORD, World};

#[tokio::test]
async fn a_company_registers_with_the_code_that_its_mobile_received() {
    let world = World::start().await;
    let company = Company::invented(&world, "云岫市政");
    company.browser.get("/cakey/").await.says(&["企业登录", "注册"]);
    company.send_code().await.says(&["验证码已发送到", "5 分钟内有效"]);
    let code = company.sms_code().await;
    assert_eq!(world.messages(&company.mobile).await.len(), 1);
    let visitor = company.browser.token();
    let registered = company.finish_registration(&code, &[]).await;
    registered.leads("/cakey/home");
    assert_ne!(company.browser.token(), visitor, "a login gives a new token");
    company.browser.follow(registered).await.says(&[&company.name, "资料完善 1/3"]);
    assert_eq!(world.companies_named(&company.name).await, 1);
    world.verify();
}

#[tokio::test]
async fn a_wrong_code_a_landline_and_two_different_passwords_register_nobody() {
    let world = World::start().await;
    let company = Company::invented(&world, "云岫园林");
    company.send_code().await.says(&["验证码已发送到"]);
    let code = company.sms_code().await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    for (replaced, words) in [
        (("code", wrong), "短信验证码"),
        (("mobile", "0990-0000000"), "11 位数字"),
        (("password_again", "Qing-shan-2027"), "不一致"),
        (("password", "qingshan"), "10 位"),
        (("agree", ""), "勾选同意"),
        (("company", ""), "请填写企业名称"),
    ] {
        company.finish_registration(&code, &[replaced]).await.answers(422, &[words]);
    }
    assert_eq!(world.companies_named(&company.name).await, 0);
    company.finish_registration(&code, &[]).await.leads("/cakey/home");
}

#[tokio::test]
async fn a_name_is_given_once_however_it_is_written() {
    let world = World::start().await;
    let first = world.company("松溪测绘").await;
    let again = Company { name: format!(" {} ", first.name), ..Company::invented(&world, "松溪测绘") };
    again.send_code().await.says(&["验证码已发送到"]);
    let code = again.sms_code().await;
    let answer = again.finish_registration(&code, &[]).await;
    assert_eq!(answer.status, 422, "{}", answer.text());
    assert_eq!(world.companies_named(&first.name).await, 1);
    assert_eq!(first.log_in(&world.visitor(), &[("password", PASSWORD)]).await.location, "/cakey/home");
}
