use super::*;
use crate::money::MAX_FEN;
use proptest::prelude::*;

fn item(component: Component, fen: i64, per: Per) -> PriceItem {
    PriceItem {
        component,
        label: component.title().into(),
        unit_price: Fen::new(fen),
        per,
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
        name: "2026 年 7 月起的收费标准".into(),
        valid_from: jiff::civil::date(2026, 7, 1),
        items,
    }
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
    let quote = list(usual()).quote(2, 1).unwrap();
    let lines: Vec<(i64, i64)> = quote.lines.iter().map(|line| (line.count, line.amount.get())).collect();
    assert_eq!((lines, quote.total), (vec![(2, 16_000), (2, 10_000), (1, 6_000)], Fen::new(32_000)));
    let invoice = quote.invoice_lines();
    assert_eq!((invoice.len(), invoice[0].count, invoice[0].unit_price), (3, 2, Fen::new(8_000)));
}

#[test]
fn lines_without_a_count_are_left_out_and_zero_prices_stay() {
    let mut items = usual();
    items.push(item(Component::Service, 0, Per::Order));
    let quote = list(items).quote(1, 0).unwrap();
    assert_eq!(quote.lines.len(), 3);
    assert_eq!((quote.lines[2].amount, quote.invoice_lines().len()), (Fen::ZERO, 2));
}

#[test]
fn a_free_order_is_legal_and_has_no_invoice_lines() {
    let quote = list(vec![item(Component::Certificate, 0, Per::Certificate)]).quote(2, 0).unwrap();
    assert_eq!((quote.total, quote.invoice_lines()), (Fen::ZERO, vec![]));
    assert_eq!(list(vec![]).quote(1, 1).unwrap().total, Fen::ZERO);
}

#[test]
fn a_discount_never_goes_below_zero_wherever_it_stands_in_the_list() {
    let mut items = usual();
    items.insert(0, item(Component::Discount, -10_000, Per::Order));
    assert_eq!(list(items.clone()).quote(2, 1).unwrap().total, Fen::new(22_000));
    items[0].unit_price = Fen::new(-99_999);
    items.push(item(Component::Discount, -1, Per::Order));
    let quote = list(items).quote(2, 1).unwrap();
    assert_eq!((quote.total, quote.lines.last().unwrap().amount), (Fen::ZERO, Fen::new(-32_000)));
    assert_eq!(quote.lines.len(), 4, "a discount with nothing left to take is no line");
    assert!(quote.invoice_lines().is_empty());
}

#[test]
fn prices_that_cannot_be_right_are_faults() {
    let one = |item: PriceItem| list(vec![item]);
    let seal = |fen| one(item(Component::Seal, fen, Per::Seal));
    assert_eq!(seal(-1).quote(1, 1), Err(PriceError::WrongSign(0)));
    assert_eq!(one(item(Component::Discount, 1, Per::Order)).quote(1, 1), Err(PriceError::WrongSign(0)));
    assert_eq!(seal(1).quote(1, -1), Err(PriceError::NegativeCount(-1)));
    assert_eq!(seal(MAX_FEN).quote(1, 2), Err(PriceError::TooLarge));
    assert_eq!(seal(i64::MAX).quote(1, 1), Err(PriceError::TooLarge));
    let twice = list(vec![item(Component::Seal, MAX_FEN, Per::Seal), item(Component::Service, 1, Per::Order)]);
    assert_eq!(twice.quote(1, 1), Err(PriceError::TooLarge));
    let rate = PriceItem { rate_bp: 10_001, ..item(Component::Seal, 1, Per::Seal) };
    assert_eq!(one(rate).quote(1, 1), Err(PriceError::WrongRate(0)));
}

#[test]
fn a_quote_is_stored_and_read_back_unchanged() {
    let quote = list(usual()).quote(2, 1).unwrap();
    let text = serde_json::to_string(&quote).unwrap();
    assert_eq!(serde_json::from_str::<Quote>(&text).unwrap(), quote);
    let list = list(usual());
    assert_eq!(serde_json::from_str::<PriceList>(&serde_json::to_string(&list).unwrap()).unwrap(), list);
}

fn any_item() -> impl Strategy<Value = PriceItem> {
    let parts = (0..Component::ALL.len(), 0i64..1_000_000, 0..Per::ALL.len(), 0i64..=2_000);
    parts.prop_map(|(component, fen, per, rate_bp)| {
        let component = Component::ALL[component];
        let fen = if component == Component::Discount { -fen } else { fen };
        PriceItem { rate_bp, ..item(component, fen, Per::ALL[per]) }
    })
}

proptest! {
    #[test]
    fn quotes_and_invoices_add_up_to_the_fen(
        items in proptest::collection::vec(any_item(), 0..8), certs in 1i64..=20, seals in 0i64..=20,
    ) {
        let quote = list(items).quote(certs, seals).unwrap();
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
