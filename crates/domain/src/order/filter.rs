//! The filter above a list of orders (manual 3.2 (8)): a status and a range of Beijing days, both ends included.

use super::status::StatusCode;
use crate::field::FieldErrors;
use crate::text::{Input, compact, quoted};
use crate::time::{beijing_midnight, parse_day};
use jiff::{Timestamp, civil::Date};
use serde::Deserialize;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct FilterForm {
    /// 订单状态: a code, or empty for all.
    pub st: String,
    /// 订单开始时间: a day, or empty.
    pub from: String,
    /// 订单结束时间: a day, or empty.
    pub to: String,
}

/// What a list is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OrderFilter {
    pub status: Option<StatusCode>,
    /// Only from this moment on.
    pub from: Option<Timestamp>,
    /// Only before this moment.
    pub until: Option<Timestamp>,
}

impl FilterForm {
    /// `maxlength` of a day: `2026年11月01日` and some blanks.
    pub const DAY_MAX: usize = 20;

    /// Judges the filter. Days are read in all the ways that people type them.
    pub fn check(&self) -> Result<OrderFilter, FieldErrors> {
        let mut errors = FieldErrors::new();
        let status = Input::new("st", "订单状态", &self.st);
        let read_status = |code: &str| StatusCode::from_code(code.trim());
        let status = if status.is_blank() { None } else { status.choice(read_status, &mut errors) };
        let from = day(Input::new("from", "订单开始时间", &self.from), &mut errors);
        let to = day(Input::new("to", "订单结束时间", &self.to), &mut errors);
        if let (Some(from), Some(to)) = (from, to)
            && from > to
        {
            errors.add("to", format!("订单结束时间（{to}）早于开始时间（{from}），请改为 {from} 或更晚的日期"));
        }
        let next_midnight = |day: Date| day.tomorrow().map_or(Timestamp::MAX, beijing_midnight);
        errors.into_result(OrderFilter { status, from: from.map(beijing_midnight), until: to.map(next_midnight) })
    }
}

/// A day that may be left out, in all the ways that people type them.
pub(crate) fn day(input: Input<'_>, errors: &mut FieldErrors) -> Option<Date> {
    if input.is_blank() {
        return None;
    }
    let day = parse_day(&compact(input.text));
    if day.is_none() {
        let value = quoted(input.text);
        errors.add(input.name, format!("{}{value}不是日期，请按 2026-11-01 的样子填写", input.label));
    }
    day
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(st: &str, from: &str, to: &str) -> Result<OrderFilter, FieldErrors> {
        FilterForm { st: st.into(), from: from.into(), to: to.into() }.check()
    }

    fn moment(text: &str) -> Option<Timestamp> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn an_empty_filter_asks_for_everything() {
        assert_eq!(check("", " ", ""), Ok(OrderFilter::default()));
    }

    #[test]
    fn days_are_beijing_days_and_both_ends_belong() {
        let filter = check("to_ship", "2026/11/1", "２０２６１１０１").unwrap();
        assert_eq!(filter.status, Some(StatusCode::ToShip));
        assert_eq!(filter.from, moment("2026-10-31T16:00:00Z"));
        assert_eq!(filter.until, moment("2026-11-01T16:00:00Z"));
        assert!(check("", "9999-12-31", "9999-12-31").is_ok());
    }

    #[test]
    fn mistakes_are_named_with_their_value() {
        let message = |st, from, to, field| check(st, from, to).unwrap_err().get(field).unwrap_or_default().to_owned();
        assert_eq!(
            message("", "2026-13-01", "", "from"),
            "订单开始时间“2026-13-01”不是日期，请按 2026-11-01 的样子填写"
        );
        assert_eq!(message("", "", "abc", "to"), "订单结束时间“abc”不是日期，请按 2026-11-01 的样子填写");
        assert_eq!(
            message("", "2026-11-05", "2026-11-01", "to"),
            "订单结束时间（2026-11-01）早于开始时间（2026-11-05），请改为 2026-11-05 或更晚的日期"
        );
        assert_eq!(message("paid", "", "", "st"), "请选择订单状态");
    }

    proptest! {
        #[test]
        fn any_string_is_judged_without_panic(st in any::<String>(), from in any::<String>(), to in "[0-9年月日/.-]{0,12}") {
            if let Ok(filter) = check(&st, &from, &to) {
                prop_assert!(filter.from.is_none() || filter.until.is_none() || filter.from < filter.until);
            }
        }
    }
}
