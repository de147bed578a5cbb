//! 公告: a title, a plain text, and the days on which companies read it on their home page and before they log in.

use crate::field::FieldErrors;
use crate::text::{Input, quoted};
use crate::time::parse_day;
use jiff::civil::Date;
use serde::Deserialize;

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct AnnouncementForm {
    /// 标题.
    pub title: String,
    /// 内容.
    pub body: String,
    /// 开始日期.
    pub from: String,
    /// 结束日期, the last day on which it is shown.
    pub until: String,
}

/// What may be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnnouncementEntry {
    /// 标题.
    pub title: String,
    /// 内容, lines joined by `\n`.
    pub body: String,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
}

impl AnnouncementForm {
    /// Longest 标题.
    pub const TITLE_MAX: usize = 60;
    /// Longest 内容.
    pub const BODY_MAX: usize = 1000;

    pub fn check(&self) -> Result<AnnouncementEntry, FieldErrors> {
        let mut errors = FieldErrors::new();
        let title = Input::new("title", "标题", &self.title).line(2..=Self::TITLE_MAX, &mut errors);
        let body = Input::new("body", "内容", &self.body);
        if body.is_blank() {
            errors.add("body", "请填写内容");
        }
        let body = body.optional_paragraph(Self::BODY_MAX, &mut errors);
        let from = day("from", "开始日期", &self.from, &mut errors);
        let until = day("until", "结束日期", &self.until, &mut errors);
        let (Some(from), Some(until)) = (from, until) else { return Err(errors) };
        if until < from {
            errors.add("until", format!("结束日期不能早于开始日期 {from}，请改晚"));
        }
        errors.into_result(AnnouncementEntry { title, body, from, until })
    }
}

/// A day that must be there.
pub fn day(name: &str, label: &str, text: &str, errors: &mut FieldErrors) -> Option<Date> {
    let day = parse_day(text);
    match (&day, text.trim().is_empty()) {
        (None, true) => errors.add(name, format!("请填写{label}，例如 2026-11-01")),
        (None, false) => errors.add(name, format!("{label}{}不是日期，请按 2026-11-01 的样子填写", quoted(text))),
        (Some(_), _) => {}
    }
    day
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn form(from: &str, until: &str) -> AnnouncementForm {
        AnnouncementForm {
            title: "国庆假期安排".into(),
            body: "放假期间\r\n<b>照常</b>受理".into(),
            from: from.into(),
            until: until.into(),
        }
    }

    #[test]
    fn a_text_is_kept_as_it_was_typed_and_days_are_read_as_people_type_them() {
        let entry = form("2026/9/30", "20261008").check().unwrap();
        assert_eq!(entry.body, "放假期间\n<b>照常</b>受理");
        assert_eq!((entry.from, entry.until), (date(2026, 9, 30), date(2026, 10, 8)));
        assert!(form("2026-09-30", "2026-09-30").check().is_ok(), "one day alone");
    }

    #[test]
    fn mistakes_are_named() {
        let message =
            |form: AnnouncementForm, field: &str| form.check().unwrap_err().get(field).unwrap_or_default().to_owned();
        assert_eq!(message(form("2026-10-02", "2026-10-01"), "until"), "结束日期不能早于开始日期 2026-10-02，请改晚");
        assert_eq!(message(form("下周", "2026-10-01"), "from"), "开始日期“下周”不是日期，请按 2026-11-01 的样子填写");
        let blank = AnnouncementForm::default();
        assert_eq!(blank.check().unwrap_err().len(), 4);
        let long = AnnouncementForm { body: "长".repeat(1001), ..form("2026-10-01", "2026-10-02") };
        assert_eq!(message(long, "body"), "内容最多 1000 个字，现在是 1001 个，请缩短");
    }
}
