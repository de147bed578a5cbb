use super::*;
use crate::field::FieldErrors;
use crate::id::{OutletId, PriceListId, ProjectId};
use crate::money::Fen;
use crate::order::form::{OrderForm, Terms};
use crate::order::item::KeyRole;
use crate::order::price::{Component, Per, PriceItem, PriceList};
use crate::order::rules::{Held, ProjectRules, SecondSeal};
use jiff::civil::{Date, date};

const TODAY: Date = date(2026, 11, 23);
const RESIDENT: &str = "11010519491231002X";

/// 单位证书 for 1 and 3 years, 法定代表人证书 for one; no personal ones.
fn list() -> PriceList {
    let item = |kind, years| PriceItem {
        component: Component::Certificate,
        label: "证书费".into(),
        unit_price: Fen::new(8_000),
        per: Per::Certificate,
        kind: Some(kind),
        business: None,
        years: Some(years),
        unit: "份".into(),
        class: "信息技术服务".into(),
        tax_code: "3040203000000000000".into(),
        rate_bp: 600,
    };
    PriceList {
        id: PriceListId::new(1),
        project: ProjectId::new(1),
        version: 1,
        name: "收费标准".into(),
        valid_from: TODAY,
        published_at: None,
        items: vec![
            item(CertificateKind::Company, 1),
            item(CertificateKind::Company, 3),
            item(CertificateKind::Legal, 1),
        ],
    }
}

fn legal() -> Holder {
    Holder { name: "沈知行".into(), id_kind: PersonIdKind::Resident, id_number: RESIDENT.into() }
}

struct World {
    list: PriceList,
    rules: ProjectRules,
    held: Held,
    legal: Holder,
    saved: Vec<CertificateItem>,
}

impl World {
    fn new() -> World {
        let (rules, held) = (ProjectRules::default(), Held::default());
        World { list: list(), rules, held, legal: legal(), saved: Vec::new() }
    }

    fn check(&self, form: &OrderForm) -> Result<Vec<CertificateItem>, FieldErrors> {
        let context = OrderContext {
            projects: &[ProjectId::new(1)],
            outlets: &[OutletId::new(7)],
            max_certificates: 20,
            terms: Some(Terms { list: &self.list, rules: &self.rules, held: self.held }),
            legal: Some(&self.legal),
            saved: &self.saved,
            today: TODAY,
        };
        form.check(&context).map(|draft| draft.items)
    }
}

fn form(certs: &str, seals: &str, rows: Vec<ItemForm>) -> OrderForm {
    OrderForm {
        project: "1".into(),
        certs: certs.into(),
        seals: seals.into(),
        get: "pickup".into(),
        outlet: "7".into(),
        rows: ItemForms(rows),
        ..OrderForm::default()
    }
}

fn row(kind: &str, name: &str, id_number: &str) -> ItemForm {
    ItemForm { kind: kind.into(), name: name.into(), id_number: id_number.into(), ..ItemForm::default() }
}

#[test]
fn counts_alone_are_an_order_of_usual_certificates() {
    assert_eq!(World::new().check(&form("2", "1", vec![])).unwrap(), CertificateItem::usual(2, 1));
}

#[test]
fn rows_beyond_the_count_are_ignored_and_missing_ones_are_usual() {
    let rows = vec![ItemForm { years: "3".into(), ..ItemForm::default() }, row("nonsense", "", "")];
    let items = World::new().check(&form("1", "1", rows.clone())).unwrap();
    assert_eq!((items.len(), items[0].years), (1, 3));
    let items = World::new().check(&form("3", "0", rows[..1].to_vec())).unwrap();
    assert_eq!(items.iter().map(|item| item.years).collect::<Vec<_>>(), [3, 1, 1]);
}

#[test]
fn main_keys_follow_the_project_and_what_the_company_has() {
    let mains = |main_keys, held| {
        let rules = ProjectRules { main_keys, ..ProjectRules::default() };
        let world = World { rules, held: Held { main_keys: held, sealed: false }, ..World::new() };
        let items = world.check(&form("3", "3", vec![])).unwrap();
        items.iter().filter(|item| item.role == KeyRole::Main).count()
    };
    assert_eq!([mains(1, 0), mains(2, 0), mains(1, 1), mains(2, 1), mains(1, 5)], [1, 2, 0, 1, 0]);
}

#[test]
fn a_second_seal_is_let_pass_explained_or_refused_as_the_project_says() {
    let check = |second_seal, seals: &str, why: &str| {
        let rules = ProjectRules { second_seal, ..ProjectRules::default() };
        let world = World { rules, held: Held { main_keys: 1, sealed: true }, ..World::new() };
        let form = OrderForm { why: why.into(), ..form("1", seals, vec![]) };
        world.check(&form).map_err(|errors| errors.iter().map(|(f, m)| format!("{f}: {m}")).collect::<String>())
    };
    assert!(check(SecondSeal::Allow, "1", "").is_ok());
    assert!(check(SecondSeal::Block, "0", "").is_ok() && check(SecondSeal::Explain, "0", "").is_ok());
    assert_eq!(
        check(SecondSeal::Block, "1", "遗失").unwrap_err(),
        "seals: 贵单位的主锁已带签章，不能再办，请把签章数量改为 0"
    );
    assert_eq!(check(SecondSeal::Explain, "1", " ").unwrap_err(), "why: 贵单位的主锁已带签章，请说明再办签章的原因");
    assert!(check(SecondSeal::Explain, "1", "原章磨损").is_ok());
}

#[test]
fn a_legal_representative_is_lent_by_the_profile_and_another_holder_is_asked_for() {
    let world = World::new();
    let items = world.check(&form("1", "1", vec![row("legal", "", "")])).unwrap();
    assert_eq!((items[0].holder.clone(), items[0].seal), (Some(legal()), Some(SealKind::Legal)));
    let errors = world.check(&form("1", "0", vec![row("legal", "沈知衡", "")])).unwrap_err();
    assert_eq!(errors.get("c1i"), Some("请填写证书 1 的持有人证件号码"));
    let bare = World { legal: Holder { id_number: String::new(), ..legal() }, ..World::new() };
    let errors = bare.check(&form("1", "0", vec![row("legal", "", "")])).unwrap_err();
    assert_eq!((errors.len(), errors.get("c1i")), (1, Some("请填写证书 1 的持有人证件号码")));
}

#[test]
fn a_number_left_empty_is_the_saved_one_as_long_as_name_and_document_stay() {
    let mut world = World::new();
    world.list.items.push(PriceItem { kind: Some(CertificateKind::Person), ..list().items.remove(0) });
    let saved = world.check(&form("1", "0", vec![row("person", "林晓岚", RESIDENT)])).unwrap();
    world.saved.clone_from(&saved);
    let again = ItemForm::from_item(&saved[0]);
    assert_eq!(again.id_number, "", "the page does not show it");
    assert_eq!(world.check(&form("1", "0", vec![again.clone()])).unwrap(), saved);
    for other in [ItemForm { name: "林晓风".into(), ..again.clone() }, ItemForm { id_kind: "passport".into(), ..again }]
    {
        let errors = world.check(&form("1", "0", vec![other])).unwrap_err();
        assert_eq!(errors.get("c1i"), Some("请填写证书 1 的持有人证件号码"));
    }
}

#[test]
fn each_field_of_a_row_is_judged_for_itself() {
    let with = |edit: fn(&mut ItemForm)| {
        let mut second = row("legal", "沈知衡", RESIDENT);
        edit(&mut second);
        form("2", "2", vec![ItemForm::default(), second])
    };
    type Edit = fn(&mut ItemForm);
    let cases: &[(Edit, &str, &str)] = &[
        (|r| r.kind = "robot".into(), "c2t", "证书 2：请选择证书类型"),
        (|r| r.kind = "person".into(), "c2t", "证书 2：该交易平台不办理个人（业务员）证书，请改选"),
        (|r| r.years = "3".into(), "c2y", "证书 2：法定代表人证书可办 1 年，请重新选择"),
        (|r| r.years = "一".into(), "c2y", "证书 2：法定代表人证书可办 1 年，请重新选择"),
        (|r| r.seal = "stamp".into(), "c2s", "证书 2：请选择签章类型"),
        (|r| r.name = "沈".into(), "c2n", "证书 2 的持有人姓名至少 2 个字，请写完整"),
        (|r| r.name = "沈".repeat(51), "c2n", "证书 2 的持有人姓名最多 50 个字，现在是 51 个，请缩短"),
        (|r| r.name = "沈\u{202e}知".into(), "c2n", "证书 2 的持有人姓名里有看不见的字符，请删掉后用键盘重新输入"),
        (|r| r.id_kind = "library".into(), "c2k", "证书 2：请选择持有人证件类型"),
        (|r| r.id_number.clear(), "c2i", "请填写证书 2 的持有人证件号码"),
        (|r| r.id_number = "99010119790230003".into(), "c2i", "证书 2：身份证号应为 18 位，现在是 17 位，请照证件核对"),
    ];
    for (edit, field, message) in cases {
        let errors = World::new().check(&with(*edit)).unwrap_err();
        assert_eq!((errors.len(), errors.get(field)), (1, Some(*message)), "{field}: {errors:?}");
    }
    let passport = |number: &str| {
        let id_kind = "passport".into();
        World::new().check(&form("1", "0", vec![ItemForm { id_kind, ..row("legal", "WILHELM", number) }]))
    };
    assert!(passport("E1234").is_ok() && passport(&"E".repeat(30)).is_ok());
    assert!(passport("E123").is_err() && passport(&"E".repeat(31)).is_err());
    assert!(passport("护照号码一二").is_err() && passport("1234567890（D）").is_ok());
}

#[test]
fn only_inputs_of_rows_are_read_as_rows() {
    for (name, expected) in [
        ("c1t", Some((0, 't'))),
        ("c20i", Some((19, 'i'))),
        ("c100y", Some((99, 'y'))),
        ("c101y", None),
        ("c0t", None),
        ("c01t", None),
        ("c+1t", None),
        ("c1x", None),
        ("certs", None),
        ("csrf", None),
        ("ct", None),
        ("c１t", None),
    ] {
        assert_eq!(place(name), expected, "{name}");
    }
}

#[test]
fn numbers_of_persons_are_not_printed() {
    assert!(!format!("{:?}", form("1", "0", vec![row("legal", "沈知行", RESIDENT)])).contains("1101"));
}
