use super::*;
use crate::money::MAX_FEN;
use crate::order::item::SealKind;
use proptest::prelude::*;

fn item(component: Component, fen: i64, per: Per) -> PriceItem {
    PriceItem {
        component,
        label: component.title().into(),
        unit_price: Fen::new(fen),
        per,
        kind: None,
        business: None,
        years: None,
        unit: "个".into(),
        class: "信息技术服务".into(),
        tax_code: "3040203000000000000".into(),
        rate_bp: 600,
    }
}

fn list(items: Vec<PriceItem>) -> PriceList {
    PriceList {
        id: PriceListId::new(3),
        project: ProjectId::new(1),
        version: 1,
        published_at: None,
        name: "2026 年 7 月起的收费标准".into(),
        valid_from: jiff::civil::date(2026, 7, 1),
        items,
    }
}

/// What so many certificates and seals cost.
fn cost(list: &PriceList, certificates: i64, seals: i64) -> Result<Quote, PriceError> {
    list.quote(&CertificateItem::usual(certificates, seals))
}

fn usual() -> Vec<PriceItem> {
    vec![
        item(Component::Certificate, 8_000, Per::Certificate),
        item(Component::Medium, 5_000, Per::Certificate),
        item(Component::Seal, 6_000, Per::Seal),
    ]
}

#[test]
fn the_example_of_the_page_costs_320_yuan() {
    let quote = cost(&list(usual()), 2, 1).unwrap();
    let lines: Vec<(i64, i64)> = quote.lines.iter().map(|line| (line.count, line.amount.get())).collect();
    assert_eq!((lines, quote.total), (vec![(2, 16_000), (2, 10_000), (1, 6_000)], Fen::new(32_000)));
    let invoice = quote.invoice_lines();
    assert_eq!((invoice.len(), invoice[0].count, invoice[0].unit_price), (3, 2, Fen::new(8_000)));
}

#[test]
fn lines_without_a_count_are_left_out_and_zero_prices_stay() {
    let mut items = usual();
    items.push(item(Component::Service, 0, Per::Order));
    let quote = cost(&list(items), 1, 0).unwrap();
    assert_eq!(quote.lines.len(), 3);
    assert_eq!((quote.lines[2].amount, quote.invoice_lines().len()), (Fen::ZERO, 2));
}

#[test]
fn a_free_order_is_legal_and_has_no_invoice_lines() {
    let quote = cost(&list(vec![item(Component::Certificate, 0, Per::Certificate)]), 2, 0).unwrap();
    assert_eq!((quote.total, quote.invoice_lines()), (Fen::ZERO, vec![]));
    assert_eq!(cost(&list(vec![]), 1, 1).unwrap().total, Fen::ZERO);
}

#[test]
fn a_discount_never_goes_below_zero_wherever_it_stands_in_the_list() {
    let mut items = usual();
    items.insert(0, item(Component::Discount, -10_000, Per::Order));
    assert_eq!(cost(&list(items.clone()), 2, 1).unwrap().total, Fen::new(22_000));
    items[0].unit_price = Fen::new(-99_999);
    items.push(item(Component::Discount, -1, Per::Order));
    let quote = cost(&list(items), 2, 1).unwrap();
    assert_eq!((quote.total, quote.lines.last().unwrap().amount), (Fen::ZERO, Fen::new(-32_000)));
    assert_eq!(quote.lines.len(), 4, "a discount with nothing left to take is no line");
    assert!(quote.invoice_lines().is_empty());
}

#[test]
fn prices_that_cannot_be_right_are_faults() {
    let one = |item: PriceItem| list(vec![item]);
    let seal = |fen| one(item(Component::Seal, fen, Per::Seal));
    assert_eq!(cost(&seal(-1), 1, 1), Err(PriceError::WrongSign(0)));
    assert_eq!(cost(&one(item(Component::Discount, 1, Per::Order)), 1, 1), Err(PriceError::WrongSign(0)));
    assert_eq!(cost(&seal(MAX_FEN), 2, 2), Err(PriceError::TooLarge));
    assert_eq!(cost(&seal(i64::MAX), 1, 1), Err(PriceError::TooLarge));
    let twice = list(vec![item(Component::Seal, MAX_FEN, Per::Seal), item(Component::Service, 1, Per::Order)]);
    assert_eq!(cost(&twice, 1, 1), Err(PriceError::TooLarge));
    let rate = PriceItem { rate_bp: 10_001, ..item(Component::Seal, 1, Per::Seal) };
    assert_eq!(cost(&one(rate), 1, 1), Err(PriceError::WrongRate(0)));
    for years in [0, -1, PriceItem::YEARS_MAX + 1] {
        let item = PriceItem { years: Some(years), ..item(Component::Certificate, 1, Per::Certificate) };
        assert_eq!(one(item).check(), Err(PriceError::WrongYears(0)), "{years}");
    }
}

#[test]
fn a_quote_is_stored_and_read_back_unchanged() {
    let quote = cost(&list(usual()), 2, 1).unwrap();
    let text = serde_json::to_string(&quote).unwrap();
    assert_eq!(serde_json::from_str::<Quote>(&text).unwrap(), quote);
    let list = list(usual());
    assert_eq!(serde_json::from_str::<PriceList>(&serde_json::to_string(&list).unwrap()).unwrap(), list);
}

/// 单位证书 for 1, 2 and 3 years, 法定代表人证书 for one, personal ones not at all; the key and the seal cost the same for all.
fn by_kind_and_years() -> PriceList {
    let certificate = |kind, years, fen| PriceItem {
        kind: Some(kind),
        years: Some(years),
        label: format!("{}（{years} 年）", kind.title()),
        ..item(Component::Certificate, fen, Per::Certificate)
    };
    list(vec![
        certificate(CertificateKind::Company, 1, 8_000),
        certificate(CertificateKind::Company, 3, 20_000),
        certificate(CertificateKind::Company, 2, 15_000),
        certificate(CertificateKind::Legal, 1, 6_000),
        item(Component::Medium, 5_000, Per::Certificate),
        item(Component::Seal, 6_000, Per::Seal),
    ])
}

fn certificate(kind: CertificateKind, years: i64, seal: Option<SealKind>) -> CertificateItem {
    CertificateItem { kind, years, seal, ..CertificateItem::default() }
}

#[test]
fn prices_follow_the_kind_and_the_years_of_each_certificate() {
    let list = by_kind_and_years();
    let quote = list
        .quote(&[
            certificate(CertificateKind::Company, 3, Some(SealKind::Official)),
            certificate(CertificateKind::Company, 1, None),
            certificate(CertificateKind::Legal, 1, Some(SealKind::Legal)),
        ])
        .unwrap();
    let lines: Vec<(&str, i64, i64)> =
        quote.lines.iter().map(|line| (line.label.as_str(), line.count, line.amount.get())).collect();
    let expected = [
        ("单位证书（1 年）", 1, 8_000),
        ("单位证书（3 年）", 1, 20_000),
        ("法定代表人证书（1 年）", 1, 6_000),
        ("介质费", 3, 15_000),
        ("签章费", 2, 12_000),
    ];
    assert_eq!((lines.as_slice(), quote.total), (&expected[..], Fen::new(61_000)));
}

#[test]
fn kinds_and_years_on_offer_are_those_with_a_price() {
    let list = by_kind_and_years();
    assert_eq!(list.kinds(), [CertificateKind::Company, CertificateKind::Legal]);
    assert_eq!(list.years(CertificateKind::Company), [1, 2, 3]);
    let five = certificate(CertificateKind::Company, 5, None);
    let person = certificate(CertificateKind::Person, 1, None);
    for (at, items) in [(0, vec![five]), (1, vec![CertificateItem::default(), person])] {
        assert_eq!(list.quote(&items), Err(PriceError::NotOffered(at)));
    }
}

#[test]
fn a_list_of_the_first_release_is_still_read_and_offers_one_year_of_every_kind() {
    let text = r#"{"component":"certificate","label":"证书服务费","unit_price":8000,"per":"certificate","unit":"份",
        "class":"信息技术服务","tax_code":"3040203000000000000","rate_bp":600}"#;
    let list = list(vec![serde_json::from_str(text).unwrap()]);
    for kind in CertificateKind::ALL {
        assert_eq!(list.years(*kind), [1]);
        assert_eq!(list.quote(&[certificate(*kind, 1, None)]).unwrap().total, Fen::new(8_000));
    }
    assert_eq!(super::PriceList { items: vec![], ..list }.kinds(), CertificateKind::ALL, "a list that sells nothing");
}

fn any_item() -> impl Strategy<Value = PriceItem> {
    let kind = proptest::option::of(0..CertificateKind::ALL.len());
    let parts = (0..Component::ALL.len(), 0i64..1_000_000, 0..Per::ALL.len(), 0i64..=2_000, kind, 0i64..4);
    parts.prop_map(|(component, fen, per, rate_bp, kind, years)| {
        let component = Component::ALL[component];
        let fen = if component == Component::Discount { -fen } else { fen };
        let (kind, years) = (kind.map(|kind| CertificateKind::ALL[kind]), (years > 0).then_some(years));
        PriceItem { rate_bp, kind, years, ..item(component, fen, Per::ALL[per]) }
    })
}

proptest! {
    #[test]
    fn quotes_and_invoices_add_up_to_the_fen(
        items in proptest::collection::vec(any_item(), 0..8),
        drawn in proptest::collection::vec((any::<usize>(), any::<usize>(), any::<bool>()), 1..=20),
    ) {
        let list = list(items);
        let kinds = list.kinds();
        prop_assume!(!kinds.is_empty());
        let pick = |(kind, years, sealed): (usize, usize, bool)| {
            let kind = kinds[kind % kinds.len()];
            let offered = list.years(kind);
            certificate(kind, offered[years % offered.len()], sealed.then_some(SealKind::Official))
        };
        let certificates: Vec<CertificateItem> = drawn.into_iter().map(pick).collect();
        let quote = list.quote(&certificates).unwrap();
        prop_assert!(quote.total >= Fen::ZERO);
        prop_assert_eq!(quote.lines.iter().map(|line| line.amount.get()).sum::<i64>(), quote.total.get());
        for line in &quote.lines {
            prop_assert_eq!(line.unit_price.checked_mul(line.count), Some(line.amount));
        }
        let invoice = quote.invoice_lines();
        prop_assert_eq!(invoice.iter().map(|line| line.gross.get()).sum::<i64>(), quote.total.get());
        for line in invoice {
            prop_assert!(line.gross > Fen::ZERO && line.count >= 1);
            prop_assert_eq!(line.unit_price.checked_mul(line.count), Some(line.gross));
            prop_assert_eq!(line.net.checked_add(line.tax), Some(line.gross));
        }
    }
}

#[test]
fn a_line_of_one_business_type_is_charged_for_orders_of_that_type_alone() {
    let renewal = PriceItem { business: Some(BusinessType::Renew), ..item(Component::Service, 5_000, Per::Order) };
    let everybody = item(Component::Certificate, 8_000, Per::Certificate);
    let list = PriceList { items: vec![everybody, renewal], ..list(Vec::new()) };
    let total = |business| list.of(business).unwrap().quote(&CertificateItem::usual(1, 0)).unwrap().total;
    assert_eq!((total(BusinessType::New), total(BusinessType::Renew)), (Fen::new(8_000), Fen::new(13_000)));
}

#[test]
fn a_list_that_sells_certificates_to_other_types_alone_is_no_list_for_this_one() {
    let (any, new, renew) = (None, Some(BusinessType::New), Some(BusinessType::Renew));
    let certificate = |business| PriceItem { business, ..item(Component::Certificate, 8_000, Per::Certificate) };
    let medium = |business| PriceItem { business, ..item(Component::Medium, 5_000, Per::Certificate) };
    let legal = |business| PriceItem { kind: Some(CertificateKind::Legal), ..certificate(business) };
    // Items; what 新办 of one 单位证书 costs, `None` where the list is none for it; whether the list may be published.
    let cases = [
        (vec![], Some(Ok(0)), true),
        (vec![medium(any)], Some(Ok(5_000)), true),
        (vec![medium(renew)], Some(Ok(0)), true),
        (vec![certificate(any), certificate(renew)], Some(Ok(8_000)), true),
        (vec![certificate(new), medium(renew)], Some(Ok(8_000)), true),
        (vec![legal(new), certificate(renew)], Some(Err(PriceError::NotOffered(0))), true),
        (vec![certificate(renew)], None, false),
        (vec![certificate(renew), medium(any)], None, false),
        (vec![certificate(renew), legal(renew), medium(new)], None, false),
    ];
    for (items, expected, complete) in cases {
        let list = list(items);
        let own = list.of(BusinessType::New);
        let told = own.map(|own| own.quote(&CertificateItem::usual(1, 0)).map(|quote| quote.total.get()));
        assert_eq!((told, left_out(&list.items)), (expected, (!complete).then_some(BusinessType::New)), "{list:?}");
    }
}
