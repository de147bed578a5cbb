use super::*;
use crate::fixture::{self, company_form, invoice_form};

const NAME: &str = "澜州青禾建设有限公司（示例）";

fn contact_form() -> ContactForm {
    ContactForm { name: "顾南乔".into(), email: "gu@qinghe.example".into(), ..ContactForm::default() }
}

#[tokio::test]
async fn a_company_becomes_complete_profile_by_profile() {
    let world = fixture::app();
    let user = world.bare_company(NAME).await;
    let id = user.id;
    let fresh = load(&world, id).await.unwrap();
    assert_eq!(missing(&fresh), ["基本信息", "发票信息", "用户信息"]);
    let company = save_profile(&world, &user, fresh.version, &company_form()).await.unwrap();
    assert_eq!(missing(&company), ["发票信息", "用户信息"]);
    let company = save_invoice_profile(&world, &user, company.version, &invoice_form(NAME)).await.unwrap();
    assert_eq!(missing(&company), ["用户信息"]);
    let company = save_contact(&world, &user, company.version, &contact_form(), "").await.unwrap();
    assert_eq!(missing(&company), [""; 0]);
    assert_eq!(load(&world, id).await.unwrap(), company);
    let found = world.read(|tx| Ok(store::find_by_key(tx, &domain::text::name_key(NAME))?)).await.unwrap();
    assert_eq!(found, Some(company));
}

#[tokio::test]
async fn an_old_page_may_not_save() {
    let world = fixture::app();
    let user = world.bare_company(NAME).await;
    let id = user.id;
    save_contact(&world, &user, 1, &contact_form(), "").await.unwrap();
    let late = save_profile(&world, &user, 1, &company_form()).await;
    assert!(matches!(late, Err(Error::Stale { seen: 1, current: 2 })), "{late:?}");
    assert_eq!(load(&world, id).await.unwrap().profile, None);
}

#[tokio::test]
async fn a_form_with_mistakes_changes_nothing() {
    let world = fixture::app();
    let user = world.bare_company(NAME).await;
    let bad = CompanyForm { legal_name: String::new(), ..company_form() };
    let Err(Error::Fields(errors)) = save_profile(&world, &user, 1, &bad).await else { panic!("saved") };
    assert!(errors.get("legal_name").is_some());
    assert_eq!(load(&world, user.id).await.unwrap().version, 1);
}

#[tokio::test]
async fn a_new_mobile_needs_the_code_that_was_sent_to_it_and_the_old_one_is_told() {
    let world = fixture::app();
    let user = world.bare_company(NAME).await;
    let other = ContactForm { mobile: "13900005678".into(), ..contact_form() };
    let new = Mobile::parse("13900005678").unwrap();
    let Err(Error::Fields(errors)) = save_contact(&world, &user, 1, &other, "123456").await else { panic!("saved") };
    assert!(errors.get("code").is_some());
    send_code_to_new(&world, &user, &other, "203.0.113.7".parse().unwrap()).await.unwrap();
    while crate::effects::worker::round(&world).await.unwrap() > 0 {}
    let (to, message, _) = world.sms.send.calls().pop().unwrap();
    let Sms::VerificationCode { code } = message else { panic!("{message:?}") };
    assert_eq!(to, new);
    let saved = save_contact(&world, &user, 1, &other, &code).await.unwrap();
    assert_eq!((&saved.mobile, &saved.contact.mobile), (&new, &new));
    assert_eq!(load(&world, user.id).await.unwrap(), saved);
    while crate::effects::worker::round(&world).await.unwrap() > 0 {}
    let (to, message, _) = world.sms.send.calls().pop().unwrap();
    assert_eq!((to, message), (fixture::mobile(), Sms::MobileChanged));
    let same = ContactForm { mobile: "13900005678".into(), ..contact_form() };
    assert!(save_contact(&world, &user, saved.version, &same, "").await.is_ok());
}
