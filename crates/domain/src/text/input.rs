//! One input of a form: its name in the HTML, its label on the page, and what was typed.
//! Each method judges it by one rule and adds at most one message beside the field.

use super::{LineError, line, paragraph, person_name, quoted};
use crate::contact::{Email, Mobile};
use crate::field::FieldErrors;
use std::ops::RangeInclusive;

#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The name in the HTML; errors are filed under it.
    pub name: &'a str,
    /// The label on the page.
    pub label: &'a str,
    pub text: &'a str,
}

impl<'a> Input<'a> {
    pub fn new(name: &'a str, label: &'a str, text: &'a str) -> Input<'a> {
        Input { name, label, text }
    }

    /// True when nothing but blanks was typed.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// A line that must be there. Empty when it was refused: then `errors` holds the message.
    pub fn line(&self, length: RangeInclusive<usize>, errors: &mut FieldErrors) -> String {
        self.keep(line(self.text, length.clone()), &length, errors)
    }

    /// A line that may be left out; the lower limit holds only when something was typed.
    pub fn optional_line(&self, length: RangeInclusive<usize>, errors: &mut FieldErrors) -> String {
        if self.is_blank() { String::new() } else { self.line(length, errors) }
    }

    /// The name of a person that must be there; blanks between Chinese characters go.
    pub fn person(&self, length: RangeInclusive<usize>, errors: &mut FieldErrors) -> String {
        self.keep(person_name(self.text, length.clone()), &length, errors)
    }

    /// The name of a person that may be left out.
    pub fn optional_person(&self, length: RangeInclusive<usize>, errors: &mut FieldErrors) -> String {
        if self.is_blank() { String::new() } else { self.person(length, errors) }
    }

    /// Several lines that may be left out.
    pub fn optional_paragraph(&self, max: usize, errors: &mut FieldErrors) -> String {
        self.keep(paragraph(self.text, 0..=max), &(0..=max), errors)
    }

    fn keep(
        &self,
        read: Result<String, LineError>,
        length: &RangeInclusive<usize>,
        errors: &mut FieldErrors,
    ) -> String {
        read.unwrap_or_else(|e| {
            errors.add(self.name, e.message(self.label, length));
            String::new()
        })
    }

    /// A mainland mobile number that must be there.
    pub fn mobile(&self, errors: &mut FieldErrors) -> Option<Mobile> {
        if self.is_blank() {
            errors.add(self.name, format!("请填写{}", self.label));
            return None;
        }
        let mobile = Mobile::parse(&super::compact(self.text));
        if mobile.is_none() {
            errors.add(self.name, format!("{}应为 1 开头的 11 位数字，请照手机号核对", self.label));
        }
        mobile
    }

    /// A mobile number that may be left out.
    pub fn optional_mobile(&self, errors: &mut FieldErrors) -> Option<Mobile> {
        if self.is_blank() { None } else { self.mobile(errors) }
    }

    /// An e-mail address that must be there.
    pub fn email(&self, errors: &mut FieldErrors) -> Option<Email> {
        if self.is_blank() {
            errors.add(self.name, format!("请填写{}", self.label));
            return None;
        }
        let trimmed: String = self.text.trim().chars().map(super::ascii_form).collect();
        let email = Email::parse(&trimmed);
        if email.is_none() {
            errors.add(
                self.name,
                format!("{}{}不是完整的邮箱地址，请按 caiwu@qinghe.example 的样子填写", self.label, quoted(self.text)),
            );
        }
        email
    }

    /// An e-mail address that may be left out.
    pub fn optional_email(&self, errors: &mut FieldErrors) -> Option<Email> {
        if self.is_blank() { None } else { self.email(errors) }
    }

    /// One of a closed list; `parse` reads its code.
    pub fn choice<T>(&self, parse: impl FnOnce(&str) -> Option<T>, errors: &mut FieldErrors) -> Option<T> {
        let choice = parse(self.text);
        if choice.is_none() {
            errors.add(self.name, format!("请选择{}", self.label));
        }
        choice
    }

    /// A check box.
    pub fn tick(&self, errors: &mut FieldErrors) -> bool {
        if !self.text.is_empty() && !super::ticked(self.text) {
            errors.add(self.name, format!("请重新选择是否勾选“{}”", self.label));
        }
        super::ticked(self.text)
    }

    /// Exactly so many ASCII digits, full-width ones folded. Empty when refused.
    pub fn digits(&self, count: usize, errors: &mut FieldErrors) -> String {
        let text = super::compact(self.text);
        if text.len() == count && text.bytes().all(|b| b.is_ascii_digit()) {
            return text;
        }
        let message = if self.is_blank() {
            format!("请填写{}", self.label)
        } else {
            format!("{}应为 {count} 位数字，请改正", self.label)
        };
        errors.add(self.name, message);
        String::new()
    }

    /// A whole number within limits.
    pub fn number(&self, range: RangeInclusive<i64>, errors: &mut FieldErrors) -> Option<i64> {
        let text = super::compact(self.text);
        let digits = !text.is_empty() && text.len() <= 18 && text.bytes().all(|b| b.is_ascii_digit());
        let number = if digits { text.parse().ok().filter(|n| range.contains(n)) } else { None };
        if number.is_none() {
            let wanted = format!("{}–{} 的整数", range.start(), range.end());
            let message = if self.is_blank() {
                format!("请填写{}，{wanted}", self.label)
            } else {
                format!("{}应为 {wanted}，现在是{}", self.label, quoted(self.text))
            };
            errors.add(self.name, message);
        }
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_address_typed_in_full_width_is_read_and_a_wrong_one_is_told_in_our_words() {
        let mut errors = FieldErrors::new();
        let mut email =
            |text| Input::new("email", "收票邮箱", text).email(&mut errors).map(|read| read.as_str().to_owned());
        assert_eq!(email(" caiwu＠qinghe．example "), Some("caiwu@qinghe.example".to_owned()));
        assert_eq!(email("ｃａｉｗｕ@qinghe.example"), Some("caiwu@qinghe.example".to_owned()));
        assert_eq!(email("caiwu＠"), None);
        assert!(errors.get("email").is_some_and(|message| message.starts_with("收票邮箱“caiwu＠”不是完整的邮箱地址")));
    }

    fn number(text: &str) -> (Option<i64>, Option<String>) {
        let mut errors = FieldErrors::new();
        let read = Input::new("certs", "证书数量", text).number(1..=20, &mut errors);
        (read, errors.get("certs").map(str::to_owned))
    }

    #[test]
    fn whole_numbers_keep_to_their_limits() {
        for (text, value) in [("1", 1), (" 20 ", 20), ("０2", 2)] {
            assert_eq!(number(text), (Some(value), None), "{text}");
        }
        for text in ["0", "21", "-1", "+1", "1.0", "1e1", "二", "99999999999999999999", "1\u{202e}"] {
            let (read, message) = number(text);
            assert!(read.is_none() && message.unwrap().starts_with("证书数量应为 1–20 的整数，现在是“"), "{text}");
        }
        assert_eq!(number(" ").1.unwrap(), "请填写证书数量，1–20 的整数");
    }

    #[test]
    fn optional_inputs_say_nothing_when_blank() {
        let mut errors = FieldErrors::new();
        let blank = Input::new("x", "某项", " \u{3000}");
        assert_eq!(blank.optional_line(2..=5, &mut errors), "");
        assert_eq!(blank.optional_mobile(&mut errors), None);
        assert_eq!(blank.optional_email(&mut errors), None);
        assert!(errors.is_empty());
        blank.mobile(&mut errors);
        assert_eq!(errors.get("x"), Some("请填写某项"));
    }

    #[test]
    fn a_box_is_ticked_by_what_our_pages_send_and_by_nothing_else() {
        for (text, ticked, refused) in
            [("on", true, false), ("1", true, false), ("", false, false), ("yes", false, true), (" ", false, true)]
        {
            let mut errors = FieldErrors::new();
            assert_eq!(Input::new("open", "接受新订单", text).tick(&mut errors), ticked, "{text}");
            assert_eq!(errors.get("open").is_some(), refused, "{text}");
        }
    }

    #[test]
    fn full_width_digits_count_as_digits() {
        let mut errors = FieldErrors::new();
        assert_eq!(Input::new("x", "短信验证码", "１２３４５６").digits(6, &mut errors), "123456");
        assert_eq!(
            Input::new("m", "手机号", "１３８００００1234").mobile(&mut errors).unwrap().as_str(),
            "13800001234"
        );
        assert!(errors.is_empty());
        Input::new("x", "短信验证码", "12345").digits(6, &mut errors);
        assert_eq!(errors.get("x"), Some("短信验证码应为 6 位数字，请改正"));
    }
}
