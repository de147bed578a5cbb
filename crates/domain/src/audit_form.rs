//! 审计: the filter of the page. The action and the person are looked up as they are; only the day can be mistyped.

use crate::field::FieldErrors;
use crate::order::filter::day;
use crate::text::Input;
use jiff::civil::Date;

#[derive(Clone, Debug, Default)]
pub struct AuditForm {
    /// 操作, a code.
    pub action: String,
    /// 人员, a name.
    pub person: String,
    /// 日期.
    pub day: String,
}

impl AuditForm {
    /// The day, if one is asked for.
    pub fn check(&self) -> Result<Option<Date>, FieldErrors> {
        let mut errors = FieldErrors::new();
        let day = day(Input::new("day", "日期", &self.day), &mut errors);
        errors.into_result(day)
    }
}
