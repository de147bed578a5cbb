//! 收费标准 as staff enter it: a name, the first day, and one line of text for each price. A line has ten parts between
//! commas (or tabs, as a spreadsheet copies them), and an eleventh where it holds for one 业务类型 only; so a whole list can
//! be pasted and no script is needed.

use super::business::BusinessType;
use super::item::CertificateKind;
use super::price::{Component, Per, PriceItem, left_out};
use crate::field::FieldErrors;
use crate::money::Fen;
use crate::text::{Input, clean_line, compact, quoted};
use crate::time::parse_day;
use jiff::civil::Date;
use serde::Deserialize;

/// The inputs of the page.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PriceListForm {
    /// 名称.
    pub name: String,
    /// 生效日期.
    pub valid_from: String,
    /// 收费项目, a line each.
    pub items: String,
}

/// A list that may be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedList {
    /// 名称.
    pub name: String,
    /// The first Beijing day on which it holds.
    pub valid_from: Date,
    pub items: Vec<PriceItem>,
}

impl PriceListForm {
    /// Most characters of 名称.
    pub const NAME_MAX: usize = 50;
    /// `maxlength` of 生效日期.
    pub const DAY_MAX: usize = 12;
    /// Most lines of a list.
    pub const LINES_MAX: usize = 60;
    /// Most characters of one part of a line.
    pub const PART_MAX: usize = 50;
    /// What the ten parts of a line are called, and the one that may follow.
    pub const PARTS: &'static str = "组成，名称，单价（元），计价方式，证书类型，年限，单位，税收分类简称，税收分类编码，税率（%），业务类型（不限时可省）";

    /// Fills the page from a list.
    pub fn from_list(name: &str, valid_from: Date, items: &[PriceItem]) -> PriceListForm {
        let lines: Vec<String> = items.iter().map(line_of).collect();
        PriceListForm { name: name.to_owned(), valid_from: valid_from.to_string(), items: lines.join("\n") }
    }

    /// Judges the form. `today` is the Beijing day: a list never begins in the past, for orders were submitted then.
    pub fn check(&self, today: Date) -> Result<CheckedList, FieldErrors> {
        let mut errors = FieldErrors::new();
        let name = Input::new("name", "名称", &self.name).line(2..=Self::NAME_MAX, &mut errors);
        let valid_from = self.check_day(today, &mut errors);
        let items = self.check_items(&mut errors);
        match valid_from {
            Some(valid_from) => errors.into_result(CheckedList { name, valid_from, items }),
            None => Err(errors),
        }
    }

    /// What is said of a list that sells certificates, but none to this type.
    pub fn left_out(business: BusinessType) -> String {
        let title = business.title();
        format!(
            "证书费每个证书的收费项目都只限其他业务类型，{title}的证书没有价格：请加一行业务类型为{title}或不限的证书费"
        )
    }

    fn check_day(&self, today: Date, errors: &mut FieldErrors) -> Option<Date> {
        let text = compact(&self.valid_from);
        let day = parse_day(&text);
        match day {
            None if text.is_empty() => errors.add("valid_from", "请填写生效日期"),
            None => {
                let value = quoted(&self.valid_from);
                errors.add("valid_from", format!("生效日期{value}不是日期，请按 2027-01-01 的样子填写"));
            }
            Some(day) if day < today => {
                errors.add("valid_from", format!("生效日期（{day}）已过，请填写今天（{today}）或以后的日期"));
            }
            Some(_) => {}
        }
        day
    }

    fn check_items(&self, errors: &mut FieldErrors) -> Vec<PriceItem> {
        let lines: Vec<&str> = self.items.lines().collect();
        let filled = || lines.iter().zip(1..).filter(|(line, _)| !line.trim().is_empty());
        if filled().count() == 0 {
            errors.add("items", "请填写收费项目，每行一项");
        }
        if filled().count() > Self::LINES_MAX {
            errors.add("items", format!("收费项目最多 {} 行，请合并", Self::LINES_MAX));
            return Vec::new();
        }
        let mut items = Vec::new();
        for (line, number) in filled() {
            match item_of(line) {
                Ok(item) => items.push(item),
                Err(message) => errors.add("items", format!("第 {number} 行：{message}")),
            }
        }
        if let Some(business) = left_out(&items).filter(|_| errors.get("items").is_none()) {
            errors.add("items", Self::left_out(business));
        }
        items
    }
}

/// One price as a line of text, which [`item_of`] reads back.
fn line_of(item: &PriceItem) -> String {
    let years = item.years.map_or_else(|| "不限".to_owned(), |years| years.to_string());
    let rate = Fen::new(item.rate_bp).to_yuan_text();
    let price = item.unit_price.to_yuan_text();
    let mut parts = vec![
        item.component.title(),
        &item.label,
        &price,
        item.per.title(),
        item.kind.map_or("不限", CertificateKind::title),
        &years,
        &item.unit,
        &item.class,
        &item.tax_code,
        rate.trim_end_matches('0').trim_end_matches('.'),
    ];
    parts.extend(item.business.map(BusinessType::title));
    parts.join("，")
}

fn item_of(line: &str) -> Result<PriceItem, String> {
    let parts: Vec<String> = line.split(['，', ',', '\t']).map(clean_line).collect();
    let [component, label, price, per, kind, years, unit, class, tax_code, rate, business @ ..] = parts.as_slice()
    else {
        return Err(format!("应有 10 项（{}），现在是 {} 项", PriceListForm::PARTS, parts.len()));
    };
    if business.len() > 1 {
        return Err(format!("最多 11 项（{}），现在是 {} 项", PriceListForm::PARTS, parts.len()));
    }
    if let Some(long) = parts.iter().find(|part| part.chars().count() > PriceListForm::PART_MAX) {
        return Err(format!("{}太长，最多 {} 个字", quoted(long), PriceListForm::PART_MAX));
    }
    for (what, text) in [("名称", label), ("单位", unit), ("税收分类简称", class)] {
        let length = 1..=PriceListForm::PART_MAX;
        crate::text::line(text, length.clone()).map_err(|error| error.message(what, &length))?;
    }
    if tax_code.len() != 19 || !tax_code.bytes().all(|b| b.is_ascii_digit()) {
        return Err(format!("税收分类编码{}应为 19 位数字", quoted(tax_code)));
    }
    let component = titled(Component::ALL, |one| one.title(), component, "组成")?;
    let unlimited = |text: &str| text.is_empty() || text == "不限";
    Ok(PriceItem {
        unit_price: price_of(component, price)?,
        component,
        label: label.clone(),
        per: titled(Per::ALL, |one| one.title(), per, "计价方式")?,
        kind: if unlimited(kind) {
            None
        } else {
            Some(titled(CertificateKind::ALL, |one| one.title(), kind, "证书类型")?)
        },
        business: match business.first().filter(|text| !unlimited(text)) {
            Some(text) => Some(titled(BusinessType::ALL, |one| one.title(), text, "业务类型")?),
            None => None,
        },
        years: if unlimited(years) { None } else { Some(years_of(years)?) },
        unit: unit.clone(),
        class: class.clone(),
        tax_code: tax_code.clone(),
        rate_bp: rate_of(rate)?,
    })
}

fn titled<T: Copy>(all: &[T], title: impl Fn(T) -> &'static str, text: &str, what: &str) -> Result<T, String> {
    let titles: Vec<&str> = all.iter().map(|one| title(*one)).collect();
    let found = all.iter().copied().find(|one| title(*one) == text);
    found.ok_or_else(|| format!("{what}{}应为 {} 之一", quoted(text), titles.join("、")))
}

/// A discount is written below zero, everything else is not; zero is legal for both.
fn price_of(component: Component, text: &str) -> Result<Fen, String> {
    let (minus, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let wrong = || format!("单价{}不是金额，请按 80.00 的样子填写", quoted(text));
    let fen = Fen::from_yuan_text(digits).ok_or_else(wrong)?;
    match (component == Component::Discount, minus) {
        (true, true) => Ok(Fen::new(-fen.get())),
        (true, false) if !fen.is_zero() => Err(format!("优惠的单价要写成负数，如 -{text}")),
        (false, true) => Err(format!("单价{}不能小于 0，减价请用“优惠”", quoted(text))),
        (_, false) => Ok(fen),
    }
}

fn years_of(text: &str) -> Result<i64, String> {
    let max = PriceItem::YEARS_MAX;
    let years = text.trim_end_matches('年').trim().parse().ok().filter(|years| (1..=max).contains(years));
    years.ok_or_else(|| format!("年限{}应为 1–{max} 的整数或不限", quoted(text)))
}

/// Basis points: a rate has two decimals at most, like money.
fn rate_of(text: &str) -> Result<i64, String> {
    let rate = Fen::from_yuan_text(text.trim_end_matches('%')).map(Fen::get).filter(|rate| *rate <= 10_000);
    rate.ok_or_else(|| format!("税率{}应为 0–100 的数，如 6 或 13", quoted(text)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 25);
    const GOOD: &str =
        "证书费，单位证书服务费（1 年），80.00，每个证书，单位证书，1，份，信息技术服务，3040203000000000000，6";

    fn form(items: &str) -> PriceListForm {
        PriceListForm { name: "2027 年收费标准".into(), valid_from: "2027-01-01".into(), items: items.into() }
    }

    #[test]
    fn a_list_is_read_and_written_back_as_it_was() {
        let text = format!(
            "{GOOD}\n{GOOD}，新办\n\n介质费,介质费（UKey）,50,每个证书,不限,,把,计算机外部设备,1090511000000000000,13%\n\
             优惠\t新户优惠\t-5.50\t每个订单\t不限\t不限\t次\t信息技术服务\t3040203000000000000\t6.25"
        );
        let checked = form(&text).check(TODAY).unwrap();
        let told: Vec<_> = checked.items.iter().map(|i| (i.unit_price.get(), i.kind, i.years, i.rate_bp)).collect();
        let company = Some(CertificateKind::Company);
        assert_eq!(
            told,
            [
                (8_000, company, Some(1), 600),
                (8_000, company, Some(1), 600),
                (5_000, None, None, 1_300),
                (-550, None, None, 625)
            ]
        );
        assert_eq!((checked.items[0].business, checked.items[1].business), (None, Some(BusinessType::New)));
        let again = PriceListForm::from_list(&checked.name, checked.valid_from, &checked.items);
        assert_eq!(again.check(TODAY), Ok(checked));
    }

    #[test]
    fn each_part_of_a_line_is_judged_and_the_line_is_named() {
        for (from, to, message) in [
            ("证书费，", "车费，", "第 1 行：组成“车费”应为 证书费、介质费、服务费、签章费、优惠 之一"),
            ("80.00", "八十", "第 1 行：单价“八十”不是金额，请按 80.00 的样子填写"),
            ("80.00", "-80.00", "第 1 行：单价“-80.00”不能小于 0，减价请用“优惠”"),
            ("证书费，", "优惠，", "第 1 行：优惠的单价要写成负数，如 -80.00"),
            ("每个证书", "每打", "第 1 行：计价方式“每打”应为 每个证书、每个签章、每个订单 之一"),
            ("，1，", "，0，", "第 1 行：年限“0”应为 1–10 的整数或不限"),
            ("，份，", "，，", "第 1 行：请填写单位"),
            ("，份，", "，份\u{202e}，", "第 1 行：单位里有看不见的字符，请删掉后用键盘重新输入"),
            ("证书服务费", "证书\u{1b}服务费", "第 1 行：名称里有看不见的字符，请删掉后用键盘重新输入"),
            ("3040203000000000000", "30402", "第 1 行：税收分类编码“30402”应为 19 位数字"),
            ("，6", "，101", "第 1 行：税率“101”应为 0–100 的数，如 6 或 13"),
        ] {
            let errors = form(&GOOD.replacen(from, to, 1)).check(TODAY).unwrap_err();
            assert_eq!((errors.len(), errors.get("items")), (1, Some(message)));
        }
        for (more, message) in [
            ("，续办", "第 1 行：业务类型“续办”应为 新办、延期、变更、补办、解锁、注销、加办签章、增办副锁 之一"),
            ("，新办，", "第 1 行：最多 11 项"),
        ] {
            let errors = form(&format!("{GOOD}{more}")).check(TODAY).unwrap_err();
            assert!(errors.get("items").unwrap().starts_with(message), "{errors:?}");
        }
        let errors = form("证书费，80").check(TODAY).unwrap_err();
        assert!(errors.get("items").unwrap().starts_with("第 1 行：应有 10 项"));
        assert_eq!(form(" \n").check(TODAY).unwrap_err().get("items"), Some("请填写收费项目，每行一项"));
        let many = form(&format!("{GOOD}\n").repeat(61)).check(TODAY).unwrap_err();
        assert_eq!(many.get("items"), Some("收费项目最多 60 行，请合并"));
    }

    #[test]
    fn a_list_whose_certificates_are_for_other_types_alone_would_give_them_away_and_is_refused() {
        let message =
            "证书费每个证书的收费项目都只限其他业务类型，新办的证书没有价格：请加一行业务类型为新办或不限的证书费";
        for (business, told) in [("，延期", Some(message)), ("，新办", None), ("，不限", None), ("", None)] {
            let checked = form(&format!("{GOOD}{business}")).check(TODAY);
            assert_eq!(checked.err().as_ref().and_then(|errors| errors.get("items")), told, "{business}");
        }
        assert!(form(&format!("{GOOD}，延期\n{GOOD}")).check(TODAY).is_ok());
    }

    #[test]
    fn a_list_begins_today_or_later() {
        let on = |day: &str| PriceListForm { valid_from: day.into(), ..form(GOOD) }.check(TODAY);
        assert!(on("2026-11-25").is_ok() && on("20261126").is_ok());
        assert_eq!(
            on("2026-11-24").unwrap_err().get("valid_from"),
            Some("生效日期（2026-11-24）已过，请填写今天（2026-11-25）或以后的日期")
        );
        assert!(on("").is_err() && on("明天").is_err());
    }
}
