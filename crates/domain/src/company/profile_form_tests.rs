use super::*;
use crate::company::{CreditCodeWarning, ProfileWarning};
use jiff::civil::date;
use proptest::prelude::*;

const TODAY: Date = date(2026, 11, 23);

fn good() -> CompanyForm {
    CompanyForm {
        kind: "enterprise".into(),
        id_kind: "credit_code".into(),
        credit_code: "91350100m0001tgqxm".into(),
        identity: "bidder".into(),
        legal_name: "沈知行".into(),
        legal_id_kind: "resident".into(),
        legal_id_number: "11010519491231002x".into(),
        legal_mobile: "13800001234".into(),
        province: "福建省".into(),
        city: "厦门市".into(),
        district: "思明区".into(),
        address: "青禾路 88 号".into(),
        phone: "0990-0000000".into(),
        postcode: "990000".into(),
        licence_until: "2029/12/1".into(),
        licence_forever: String::new(),
    }
}

#[test]
fn a_good_form_becomes_a_profile_with_its_warnings() {
    let profile = good().check(None, TODAY).unwrap();
    assert_eq!(profile.credit_code, "91350100M0001TGQXM");
    assert_eq!(profile.legal_id_number, "11010519491231002X");
    assert_eq!(profile.licence, Some(LicenceTerm::Until(date(2029, 12, 1))));
    assert_eq!(profile.warnings(TODAY), [ProfileWarning::CreditCode(CreditCodeWarning::Outer)]);
    assert_eq!(profile.full_address(), "福建省厦门市思明区青禾路 88 号");
    let stored = serde_json::to_string(&profile).unwrap();
    assert_eq!(serde_json::from_str::<CompanyProfile>(&stored).unwrap(), profile);
}

#[test]
fn personal_numbers_are_not_shown_again_and_stay_when_left_empty() {
    let saved = good().check(None, TODAY).unwrap();
    let page = CompanyForm::from_profile(&saved);
    assert_eq!((page.legal_id_number.as_str(), page.legal_mobile.as_str()), ("", ""));
    assert_eq!(page.check(Some(&saved), TODAY), Ok(saved.clone()));
    let new = page.check(None, TODAY).unwrap();
    assert_eq!((new.legal_id_number.as_str(), new.legal_mobile), ("", None));
    let other_kind = CompanyForm { legal_id_kind: "passport".into(), ..page };
    let errors = other_kind.check(Some(&saved), TODAY).unwrap_err();
    assert_eq!(errors.get("legal_id_number"), Some("证件类型已改为护照，请重新填写证件号码"));
    assert!(!format!("{:?}", good()).contains("1101051949"));
}

#[test]
fn each_field_is_judged_for_itself() {
    type Edit = fn(&mut CompanyForm);
    let cases: &[(Edit, &str, &str)] = &[
        (|f| f.kind.clear(), "kind", "请选择企业类型"),
        (|f| f.kind = "x".into(), "kind", "请选择企业类型"),
        (|f| f.id_kind.clear(), "id_kind", "请选择证件类型"),
        (|f| f.credit_code.clear(), "credit_code", "请填写统一社会信用代码"),
        (|f| f.credit_code = "9135".into(), "credit_code", "统一社会信用代码应为 18 位，现在是 4 位，请照执照核对"),
        (|f| f.identity = "x".into(), "identity", "请选择主体身份"),
        (|f| f.legal_name.clear(), "legal_name", "请填写法定代表人姓名"),
        (|f| f.legal_name = "沈".repeat(51), "legal_name", "法定代表人姓名最多 50 个字，现在是 51 个，请缩短"),
        (|f| f.legal_id_kind = "x".into(), "legal_id_kind", "请选择法定代表人证件类型"),
        (|f| f.legal_id_number = "1101".into(), "legal_id_number", "身份证号应为 18 位，现在是 4 位，请照证件核对"),
        (|f| f.legal_mobile = "1".into(), "legal_mobile", "法定代表人手机号应为 1 开头的 11 位数字，请照手机号核对"),
        (|f| f.province.clear(), "province", "请选择省"),
        (|f| f.city = "泉州".into(), "city", "市“泉州”不在可选的范围里，请重新选择"),
        (|f| f.district = "鼓楼区".into(), "district", "区“鼓楼区”不在可选的范围里，请重新选择"),
        (|f| f.address = "88 号".into(), "address", "详细地址至少 5 个字，请写完整"),
        (|f| f.address = "路".repeat(101), "address", "详细地址最多 100 个字，现在是 101 个，请缩短"),
        (|f| f.phone = "12".into(), "phone", "单位电话“12”不完整，请按 0990-0000000 的样子填写，或填写手机号"),
        (|f| f.postcode = "99000".into(), "postcode", "邮政编码应为 6 位数字，请改正"),
        (
            |f| f.licence_until = "明年".into(),
            "licence_until",
            "营业执照有效期“明年”不是日期，请按 2029-12-01 的样子填写，或选长期",
        ),
        (
            |f| f.licence_until = "2026-11-22".into(),
            "licence_until",
            "营业执照有效期（2026-11-22）已过，请换照后填写新的有效期",
        ),
    ];
    for (edit, field, message) in cases {
        let mut form = good();
        edit(&mut form);
        let errors = form.check(None, TODAY).unwrap_err();
        assert_eq!((errors.len(), errors.get(field)), (1, Some(*message)), "{field}");
    }
}

#[test]
fn optional_fields_may_be_empty() {
    let form = CompanyForm {
        identity: String::new(),
        legal_id_kind: String::new(),
        legal_id_number: String::new(),
        legal_mobile: String::new(),
        phone: String::new(),
        postcode: String::new(),
        licence_until: String::new(),
        ..good()
    };
    let profile = form.check(None, TODAY).unwrap();
    assert_eq!((profile.identity, profile.licence), (None, None));
}

#[test]
fn other_documents_have_their_own_rules() {
    let with = |id_kind: &str, code: &str| {
        let form = CompanyForm { id_kind: id_kind.into(), credit_code: code.into(), ..good() };
        form.check(None, TODAY).map(|profile| profile.credit_code)
    };
    assert_eq!(with("organisation_code", "M0001TGQ-X"), Ok("M0001TGQX".into()));
    assert!(with("organisation_code", "M0001TGQ-1").is_err());
    assert_eq!(with("foreign", "hk-12345"), Ok("HK-12345".into()));
    assert!(with("foreign", "1234").is_err());
    let passport = |number: &str| {
        let (legal_id_kind, legal_id_number) = ("passport".into(), number.into());
        CompanyForm { legal_id_kind, legal_id_number, ..good() }.check(None, TODAY)
    };
    assert_eq!(passport("e12345678").unwrap().legal_id_number, "E12345678");
    assert!(passport("E123").is_err() && passport(&"E".repeat(31)).is_err());
    assert!(passport("护照号码一二").is_err() && passport("E1<2>345").is_err());
    assert_eq!(passport(" 1234567890（d） ").unwrap().legal_id_number, "1234567890(D)");
}

#[test]
fn licences_end_or_do_not() {
    let licence = |until: &str, forever: &str| {
        let form = CompanyForm { licence_until: until.into(), licence_forever: forever.into(), ..good() };
        form.check(None, TODAY).unwrap()
    };
    assert_eq!(licence("长期", "").licence, Some(LicenceTerm::Forever));
    assert_eq!(licence("nonsense", "on").licence, Some(LicenceTerm::Forever));
    let ends_soon = |day: &str| licence(day, "").warnings(TODAY).len() == 2;
    assert!(ends_soon("2026-11-23") && ends_soon("2026-12-23"));
    assert!(!ends_soon("2026-12-24"));
    let page = CompanyForm::from_profile(&licence("长期", ""));
    assert_eq!((page.licence_until.as_str(), page.licence_forever.as_str()), ("", "on"));
}

proptest! {
    #[test]
    fn any_string_is_judged_without_panic(text in any::<String>()) {
        let (a, b, c, d, e) = (text.clone(), text.clone(), text.clone(), text.clone(), text.clone());
        let form = CompanyForm { credit_code: a, legal_id_number: b, phone: c, licence_until: d, address: e, ..good() };
        let _ = form.check(None, TODAY);
    }
}
