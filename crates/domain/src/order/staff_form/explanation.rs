//! One sentence that says why: a parcel that came back, a refund after sale, a case that is closed.

use crate::field::FieldErrors;
use crate::text::Input;
use serde::Deserialize;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ExplanationForm {
    pub reason: String,
}

impl ExplanationForm {
    /// Fewest characters: less than this explains nothing.
    pub const MIN: usize = 4;
    /// Most characters.
    pub const MAX: usize = 200;

    /// Judges the input; `label` is its name on the page.
    pub fn check(&self, label: &'static str) -> Result<String, FieldErrors> {
        let mut errors = FieldErrors::new();
        let reason = Input::new("reason", label, &self.reason).line(Self::MIN..=Self::MAX, &mut errors);
        errors.into_result(reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_explains_something_and_keeps_its_length() {
        let check = |text: &str| ExplanationForm { reason: text.into() }.check("退件原因");
        assert_eq!(check(" 收件人搬走，快件退回 ").unwrap(), "收件人搬走，快件退回");
        assert_eq!(check("退了").unwrap_err().get("reason"), Some("退件原因至少 4 个字，请写完整"));
        assert_eq!(check("").unwrap_err().get("reason"), Some("请填写退件原因"));
        assert!(check(&"退".repeat(200)).is_ok() && check(&"退".repeat(201)).is_err());
        assert!(check("四个字\u{202e}够").is_err());
    }
}
