//! 省, 市, 区: the administrative divisions of GB/T 2260 that an address is chosen from. `list.txt` is generated
//! (`cargo xtask places`). An address keeps the names, as they were on the day when it was written; see
//! docs/decisions/0013-places-by-name-from-a-list.md.

use crate::field::FieldErrors;
use crate::text::{clean_line, quoted};
use std::sync::LazyLock;

/// What counties directly under a province or region stand under, in the place of a city.
const DIRECT: &str = "直辖县级行政区划";

struct Division {
    code: u32,
    name: &'static str,
}

static ALL: LazyLock<Vec<Division>> = LazyLock::new(|| {
    let lines = include_str!("list.txt").lines();
    lines
        .filter_map(|line| line.split_once(' '))
        .map(|(code, name)| Division { code: code.parse().unwrap_or(0), name })
        .collect()
});

/// Every 省, in the order of the codes.
pub fn provinces() -> impl Iterator<Item = &'static str> {
    ALL.iter().filter(|division| division.code % 10_000 == 0).map(|division| division.name)
}

/// Every 市 of a 省; none if there is no such 省 or it has none.
pub fn cities(province: &str) -> Vec<&'static str> {
    let Some(code) = province_code(province) else { return Vec::new() };
    below(code, 10_000).filter(|division| division.code % 100 == 0).map(|division| division.name).collect()
}

/// Every 区 or 县 of a 市; none if there is no such 市 or it has none.
pub fn districts(province: &str, city: &str) -> Vec<&'static str> {
    let Some(code) = city_code(province, city) else { return Vec::new() };
    // 重庆: its counties are numbered apart from its districts, under a code that has no name.
    let span = if cities(province).len() == 1 { 10_000 } else { 100 };
    below(code, span).filter(|division| division.code % 100 != 0).map(|division| division.name).collect()
}

fn province_code(province: &str) -> Option<u32> {
    ALL.iter().find(|division| division.code % 10_000 == 0 && division.name == province).map(|division| division.code)
}

fn city_code(province: &str, city: &str) -> Option<u32> {
    let within = below(province_code(province)?, 10_000);
    within.filter(|division| division.code % 100 == 0).find(|division| division.name == city).map(|found| found.code)
}

/// The divisions whose codes follow this one within the span of its level.
fn below(code: u32, span: u32) -> impl Iterator<Item = &'static Division> {
    ALL.iter().filter(move |division| division.code > code && division.code / span == code / span)
}

/// The three names in one line, as they stand on a letter: a city that is its own province once, and without the words
/// that stand in a city's place.
pub fn written(province: &str, city: &str, district: &str) -> String {
    let city = if city == province || city == DIRECT { "" } else { city };
    format!("{province}{city}{district}")
}

/// The three inputs of an address.
#[derive(Debug, Clone, Copy)]
pub struct PlaceInput<'a> {
    /// The names of the controls: 省, 市, 区.
    pub names: [&'static str; 3],
    pub values: [&'a str; 3],
}

impl PlaceInput<'_> {
    /// The names of 省, 市 and 区. A level that has no divisions below it needs no choice, and none is kept.
    pub fn check(self, errors: &mut FieldErrors) -> [String; 3] {
        let [province, city, district] = self.values.map(clean_line);
        let [province_name, city_name, district_name] = self.names;
        if !chosen(province_name, "省", &province, &provinces().collect::<Vec<_>>(), errors) {
            return [province, city, district];
        }
        let offered = cities(&province);
        if offered.is_empty() {
            return [province, String::new(), String::new()];
        }
        if !chosen(city_name, "市", &city, &offered, errors) {
            return [province, city, district];
        }
        let offered = districts(&province, &city);
        if offered.is_empty() {
            return [province, city, String::new()];
        }
        chosen(district_name, "区", &district, &offered, errors);
        [province, city, district]
    }
}

/// Whether the value is on offer; if not, the control of this name and title is told.
fn chosen(name: &str, title: &str, value: &str, offered: &[&str], errors: &mut FieldErrors) -> bool {
    if value.is_empty() {
        errors.add(name, format!("请选择{title}"));
    } else if !offered.contains(&value) {
        errors.add(name, format!("{title}{}不在可选的范围里，请重新选择", quoted(value)));
    }
    offered.contains(&value)
}

#[cfg(test)]
mod tests;
