use super::*;
use proptest::prelude::*;

const PROJECTS: &[ProjectId] = &[ProjectId::new(1), ProjectId::new(2)];
const OUTLETS: &[OutletId] = &[OutletId::new(7)];
const CONTEXT: OrderContext<'static> = OrderContext {
    projects: PROJECTS,
    outlets: OUTLETS,
    max_certificates: 20,
    terms: None,
    legal: None,
    saved: &[],
    today: jiff::civil::date(2026, 11, 23),
};

fn by_courier() -> OrderForm {
    OrderForm {
        project: "1".into(),
        certs: "2".into(),
        seals: "1".into(),
        get: "courier".into(),
        rn: "林晓岚".into(),
        rm: "13800000000".into(),
        rp: "福建省".into(),
        rc: "厦门市".into(),
        rd: "思明区".into(),
        ra: "青禾路 88 号".into(),
        ..OrderForm::default()
    }
}

fn by_pickup() -> OrderForm {
    let (get, outlet) = ("pickup".into(), "7".into());
    OrderForm { get, outlet, project: "2".into(), certs: "1".into(), seals: "0".into(), ..OrderForm::default() }
}

#[test]
fn drafts_come_out_and_fill_the_page_again() {
    for form in [by_courier(), by_pickup()] {
        let draft = form.check(&CONTEXT).unwrap();
        assert_eq!(OrderForm::from_draft(&draft).check(&CONTEXT), Ok(draft.clone()));
        let stored = serde_json::to_string(&draft).unwrap();
        assert_eq!(serde_json::from_str::<OrderDraft>(&stored).unwrap(), draft);
    }
    let draft = by_courier().check(&CONTEXT).unwrap();
    assert_eq!((draft.certificates(), draft.seals(), draft.delivery.title()), (2, 1, "快递到付"));
}

#[test]
fn seals_may_never_exceed_certificates() {
    let with = |certs: &str, seals: &str| {
        let form = OrderForm { certs: certs.into(), seals: seals.into(), ..by_pickup() };
        form.check(&CONTEXT).map_err(|errors| errors.get("seals").unwrap_or_default().to_owned())
    };
    for (certs, seals) in [("2", "0"), ("2", "2"), ("20", "20"), ("１", "１")] {
        assert!(with(certs, seals).is_ok(), "{certs} {seals}");
    }
    assert_eq!(with("2", "3").unwrap_err(), "签章数量不能大于证书数量（2），请改为 0–2");
    assert_eq!(with("20", "99999999999999").unwrap_err(), "签章数量不能大于证书数量（20），请改为 0–20");
    assert_eq!(with("2", "-1").unwrap_err(), "签章数量应为 0–2 的整数，现在是“-1”");
    assert_eq!(with("2", "").unwrap_err(), "请填写签章数量，0–2 的整数");
    assert_eq!(with("0", "x").unwrap_err(), "签章数量应为 0–20 的整数，现在是“x”");
    assert_eq!(by_courier().check_price_inputs(&CONTEXT), Ok(CertificateItem::usual(2, 1)));
    assert!(OrderForm { seals: "3".into(), ..by_courier() }.check_price_inputs(&CONTEXT).is_err());
}

#[test]
fn each_field_is_judged_for_itself() {
    type Edit = fn(&mut OrderForm);
    let cases: &[(Edit, &str, &str)] = &[
        (|f| f.project.clear(), "project", "请选择交易平台"),
        (|f| f.project = "3".into(), "project", "请选择交易平台"),
        (|f| f.project = "1; drop".into(), "project", "请选择交易平台"),
        (|f| f.certs.clear(), "certs", "请填写证书数量，1–20 的整数"),
        (|f| f.certs = "0".into(), "certs", "证书数量应为 1–20 的整数，现在是“0”"),
        (|f| f.certs = "21".into(), "certs", "证书数量应为 1–20 的整数，现在是“21”"),
        (|f| f.certs = "1.5".into(), "certs", "证书数量应为 1–20 的整数，现在是“1.5”"),
        (|f| f.get.clear(), "get", "请选择获取方式"),
        (|f| f.get = "drone".into(), "get", "请选择获取方式"),
        (|f| f.rn.clear(), "rn", "请填写收件人"),
        (|f| f.rn = "林".repeat(51), "rn", "收件人最多 50 个字，现在是 51 个，请缩短"),
        (|f| f.rm = "1380000".into(), "rm", "收件人手机号应为 1 开头的 11 位数字，请照手机号核对"),
        (|f| f.rp.clear(), "rp", "请选择省"),
        (|f| f.rc.clear(), "rc", "请选择市"),
        (|f| f.rd = "东湖区".into(), "rd", "区“东湖区”不在可选的范围里，请重新选择"),
        (|f| f.ra = "8 号".into(), "ra", "详细地址至少 5 个字，请写完整"),
        (|f| f.ra = "路".repeat(121), "ra", "详细地址最多 120 个字，现在是 121 个，请缩短"),
        (|f| f.note = "注".repeat(201), "note", "备注最多 200 个字，现在是 201 个，请缩短"),
        (|f| f.why = "因".repeat(201), "why", "再办签章的原因最多 200 个字，现在是 201 个，请缩短"),
        (|f| f.business = "steal".into(), "business", "请选择业务类型"),
    ];
    for (edit, field, message) in cases {
        let mut form = by_courier();
        edit(&mut form);
        let errors = form.check(&CONTEXT).unwrap_err();
        assert_eq!((errors.len(), errors.get(field)), (1, Some(*message)), "{field}");
    }
}

#[test]
fn borders_are_inside() {
    let form = OrderForm { rn: "林".repeat(50), ra: "路".repeat(120), note: "注".repeat(200), ..by_courier() };
    assert!(form.check(&CONTEXT).is_ok());
    assert!(OrderForm { ra: "路".repeat(5), rn: "林林".into(), ..by_courier() }.check(&CONTEXT).is_ok());
}

#[test]
fn the_way_not_chosen_is_ignored_and_the_outlet_must_be_on_offer() {
    let form = OrderForm { rm: "nonsense".into(), ra: "x".into(), ..by_pickup() };
    assert_eq!(form.check(&CONTEXT).unwrap().delivery, Delivery::Pickup { outlet: OutletId::new(7) });
    for outlet in ["", "8", "abc"] {
        let form = OrderForm { outlet: outlet.into(), ..by_pickup() };
        assert_eq!(form.check(&CONTEXT).unwrap_err().get("outlet"), Some("请选择自取网点"));
    }
    assert!(OrderForm { outlet: "abc".into(), ..by_courier() }.check(&CONTEXT).is_ok());
}

proptest! {
    #[test]
    fn whatever_is_typed_an_accepted_draft_keeps_the_rule_of_seals(
        certs in "[0-9]{1,2}|.{0,6}", seals in "[0-9]{1,2}|.{0,6}", note in any::<String>(), get in "courier|pickup|.{0,3}",
    ) {
        let form = OrderForm { certs, seals, note, get, outlet: "7".into(), ..by_courier() };
        if let Ok(draft) = form.check(&CONTEXT) {
            let (certificates, seals) = (draft.certificates(), draft.seals());
            prop_assert!(0 <= seals && seals <= certificates && (1..=20).contains(&certificates));
        }
    }
}
