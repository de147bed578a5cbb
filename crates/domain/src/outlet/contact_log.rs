//! 联系记录: what an outlet's staff note after calling a user about a pickup. Such orders send no SMS (manual 3.2 (7)), so
//! this is the only trace of the outlet's effort.

use crate::field::FieldErrors;
use crate::text::{Input, choice, quoted};
use crate::time;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

choice! {
    /// 联系方式 of one contact.
    ContactWay {
        Phone = "phone", "电话";
        Chat = "chat", "微信或 QQ";
        Visit = "visit", "到网点";
        Other = "other", "其他";
    }
}

choice! {
    /// 结果 of one contact.
    ContactResult {
        /// A day was agreed.
        Agreed = "agreed", "约好时间";
        /// The user was told and comes some day.
        Told = "told", "已告知，时间未定";
        NoAnswer = "no_answer", "没有接通";
        /// The number is not the user's.
        WrongNumber = "wrong_number", "号码有误";
    }
}

choice! {
    /// 上午 or 下午.
    HalfDay {
        Morning = "am", "上午";
        Afternoon = "pm", "下午";
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ContactLogForm {
    /// 联系方式, a code of [`ContactWay`].
    pub way: String,
    /// 结果, a code of [`ContactResult`].
    pub result: String,
    /// 约定日期: a day as people type it.
    pub day: String,
    /// 上午 or 下午, a code of [`HalfDay`].
    pub half: String,
    /// 备注.
    pub note: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedContact {
    pub way: ContactWay,
    pub result: ContactResult,
    /// When the user comes, if that was agreed.
    pub appointment: Option<Appointment>,
    pub note: String,
}

/// A day and its half.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    /// The day, in Beijing.
    pub day: Date,
    pub half: HalfDay,
}

impl ContactLogForm {
    /// Most characters of 备注.
    pub const NOTE_MAX: usize = 200;
    /// An appointment lies at most so many days ahead.
    pub const DAYS_AHEAD: i64 = 90;

    /// Judges the form; `today` is the Beijing day.
    pub fn check(&self, today: Date) -> Result<LoggedContact, FieldErrors> {
        let mut errors = FieldErrors::new();
        let way = Input::new("way", "联系方式", &self.way).choice(ContactWay::parse, &mut errors);
        let result = Input::new("result", "结果", &self.result).choice(ContactResult::parse, &mut errors);
        let appointment = match result {
            Some(ContactResult::Agreed) => self.check_appointment(today, &mut errors),
            _ => None,
        };
        let note = Input::new("note", "备注", &self.note).optional_line(1..=Self::NOTE_MAX, &mut errors);
        let (Some(way), Some(result)) = (way, result) else { return Err(errors) };
        errors.into_result(LoggedContact { way, result, appointment, note })
    }

    fn check_appointment(&self, today: Date, errors: &mut FieldErrors) -> Option<Appointment> {
        let half = Input::new("half", "上午或下午", &self.half).choice(HalfDay::parse, errors);
        let day = time::parse_day(&self.day);
        if self.day.trim().is_empty() {
            errors.add("day", "请填写约好的日期，例如 2026-11-23");
        }
        let Some(day) = day else {
            errors.add("day", format!("约定日期{}不是日期，请按 2026-11-23 的样子填写", quoted(&self.day)));
            return None;
        };
        let ahead = today.until(day).map_or(i64::MAX, |span| i64::from(span.get_days()));
        if !(0..=Self::DAYS_AHEAD).contains(&ahead) {
            errors.add("day", format!("约定日期应在今天之后 {} 天以内，请改正", Self::DAYS_AHEAD));
        }
        half.map(|half| Appointment { day, half })
    }
}

impl Appointment {
    /// `11-23 下午`.
    pub fn sentence(self) -> String {
        format!("{} {}", self.day.strftime("%m-%d"), self.half.title())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 23);

    fn form(result: &str, day: &str, half: &str) -> ContactLogForm {
        let [way, result, day, half] = ["phone", result, day, half].map(str::to_owned);
        ContactLogForm { way, result, day, half, note: String::new() }
    }

    #[test]
    fn an_agreed_time_needs_its_day_and_half() {
        let logged = form("agreed", "20261123", "pm").check(TODAY).unwrap();
        assert_eq!(logged.appointment.map(Appointment::sentence).as_deref(), Some("11-23 下午"));
        for (form, field, message) in [
            (form("agreed", "", "pm"), "day", "请填写约好的日期，例如 2026-11-23"),
            (form("agreed", "明天", "pm"), "day", "约定日期“明天”不是日期，请按 2026-11-23 的样子填写"),
            (form("agreed", "2026-11-22", "pm"), "day", "约定日期应在今天之后 90 天以内，请改正"),
            (form("agreed", "2027-02-22", "pm"), "day", "约定日期应在今天之后 90 天以内，请改正"),
            (form("agreed", "2026-11-24", ""), "half", "请选择上午或下午"),
            (form("", "", ""), "result", "请选择结果"),
        ] {
            let errors = form.check(TODAY).unwrap_err();
            assert_eq!((errors.len(), errors.get(field)), (1, Some(message)), "{field}");
        }
    }

    #[test]
    fn nobody_answering_needs_no_day_and_forgets_one_that_was_typed() {
        assert_eq!(form("no_answer", "2026-11-24", "am").check(TODAY).unwrap().appointment, None);
        assert!(form("told", "", "").check(TODAY).is_ok());
        let long = ContactLogForm { note: "忙".repeat(201), ..form("told", "", "") };
        assert!(long.check(TODAY).unwrap_err().get("note").is_some());
    }
}
