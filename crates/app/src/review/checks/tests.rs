use super::*;
use crate::fixture;
use domain::company::profile::LicenceTerm;
use domain::money::Fen;
use domain::order::price::Quote;
use jiff::civil::{Date, date};

const NAME: &str = "青禾建设（澜州）";

async fn snapshot() -> Snapshot {
    let world = fixture::app();
    let id = world.company(NAME).await.id;
    let company = company::load(&world, id).await.unwrap();
    let quote =
        Quote { list: domain::id::PriceListId::new(1), list_name: "2026".into(), lines: Vec::new(), total: Fen::ZERO };
    Snapshot {
        company: company.name,
        profile: company.profile.unwrap(),
        invoice: company.invoice_profile.unwrap(),
        contact: company.contact,
        project: "澜州市公共资源交易平台".into(),
        outlet: None,
        items: Vec::new(),
        quote,
        materials: Vec::new(),
    }
}

fn verdict(snapshot: &Snapshot, label: &str, today: Date) -> (Verdict, String) {
    let check = of_snapshot(snapshot, today).into_iter().find(|check| check.label == label).unwrap();
    (check.verdict, check.note)
}

const TODAY: Date = date(2026, 11, 23);

#[tokio::test]
async fn a_licence_is_judged_by_the_day() {
    let mut snapshot = snapshot().await;
    snapshot.profile.licence = Some(LicenceTerm::Until(date(2026, 12, 1)));
    for (today, expected) in [
        (date(2026, 10, 1), (Verdict::Passed, "")),
        (TODAY, (Verdict::Doubt, "还有 8 天到期")),
        (date(2026, 12, 2), (Verdict::Differs, "已经过期")),
    ] {
        assert_eq!(verdict(&snapshot, "执照有效期", today), (expected.0, expected.1.to_owned()), "{today}");
    }
    snapshot.profile.licence = Some(LicenceTerm::Forever);
    assert_eq!(verdict(&snapshot, "执照有效期", TODAY).0, Verdict::Passed);
    snapshot.profile.licence = None;
    assert_eq!(verdict(&snapshot, "执照有效期", TODAY).0, Verdict::Doubt);
}

#[tokio::test]
async fn a_title_is_compared_as_names_are_and_the_tax_number_with_the_code() {
    let mut snapshot = snapshot().await;
    snapshot.invoice.title = "青禾建设(澜州)".into();
    assert_eq!(verdict(&snapshot, "发票抬头", TODAY).0, Verdict::Passed);
    assert_eq!(verdict(&snapshot, "发票税号", TODAY).0, Verdict::Passed);
    snapshot.invoice.title = "青禾建设".into();
    snapshot.invoice.tax_number = "91990102MA0000015T".into();
    assert_eq!(verdict(&snapshot, "发票抬头", TODAY).0, Verdict::Differs);
    assert_eq!(verdict(&snapshot, "发票税号", TODAY).0, Verdict::Differs);
}

#[tokio::test]
async fn a_code_is_doubted_when_one_check_fails_and_wrong_when_both_do() {
    let mut snapshot = snapshot().await;
    snapshot.profile.credit_code = "91990102MA0000015T".into();
    assert_eq!(verdict(&snapshot, "信用代码", TODAY).0, Verdict::Passed);
    snapshot.profile.credit_code = "91350100M0001TGQXM".into();
    assert_eq!(verdict(&snapshot, "信用代码", TODAY).0, Verdict::Doubt);
    snapshot.profile.credit_code = "91990102MA7QX3T580".into();
    assert_eq!(verdict(&snapshot, "信用代码", TODAY).0, Verdict::Differs);
}

#[tokio::test]
async fn the_legal_representatives_number_is_judged_and_shown_masked() {
    let mut snapshot = snapshot().await;
    snapshot.profile.legal_id_number = "11010519491231002X".into();
    let lines = of_snapshot(&snapshot, TODAY);
    let line = lines.iter().find(|check| check.label == "法定代表人证件").unwrap();
    assert_eq!((line.verdict, line.value.as_str()), (Verdict::Passed, "1101**********002X"));
    snapshot.profile.legal_id_number = "110105194912310021".into();
    assert_eq!(verdict(&snapshot, "法定代表人证件", TODAY).0, Verdict::Differs);
    snapshot.profile.legal_id_number = String::new();
    assert!(of_snapshot(&snapshot, TODAY).iter().all(|check| check.label != "法定代表人证件"), "nothing was ordered");
}

#[tokio::test]
async fn the_contacts_number_is_judged_and_agrees_with_the_legal_representatives_if_they_are_one() {
    let label = "经办人证件";
    let mut snapshot = snapshot().await;
    assert!(of_snapshot(&snapshot, TODAY).iter().all(|check| check.label != label), "it was not given");
    snapshot.contact.id_number = "11010519491231002X".into();
    assert_eq!(verdict(&snapshot, label, TODAY).0, Verdict::Passed);
    snapshot.profile.legal_id_number = "990101197902280017".into();
    assert_eq!(verdict(&snapshot, label, TODAY).0, Verdict::Passed, "two persons");
    snapshot.contact.name.clone_from(&snapshot.profile.legal_name);
    let (judged, note) = verdict(&snapshot, label, TODAY);
    assert_eq!((judged, note.as_str()), (Verdict::Differs, "经办人与法定代表人同名，证件号码却不同"));
    snapshot.profile.legal_id_number.clone_from(&snapshot.contact.id_number);
    assert_eq!(verdict(&snapshot, label, TODAY).0, Verdict::Passed);
}
