//! 提交 on the page that looks everything over (manual 3.2 (9)).

use crate::field::FieldErrors;
use crate::money::Fen;
use crate::text::ticked;
use serde::Deserialize;

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct SubmitForm {
    /// The version that the page showed.
    pub version: i64,
    /// 以上信息与证照一致: a check box.
    #[serde(rename = "true")]
    pub confirmed: String,
    /// 应付 as the page showed it, in fen; what a hand-made form leaves out is not compared.
    pub total: Option<i64>,
}

impl SubmitForm {
    /// The input of the tick.
    pub const CONFIRMED: &str = "true";

    /// Judges the tick and returns the price that the page showed.
    pub fn check(&self) -> Result<Option<Fen>, FieldErrors> {
        let mut errors = FieldErrors::new();
        if !ticked(&self.confirmed) {
            errors.add(Self::CONFIRMED, "请核对信息后勾选，再提交");
        }
        errors.into_result(self.total.map(Fen::new))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_submitted_without_the_tick_and_the_shown_price_is_kept() {
        let form = |confirmed: &str| SubmitForm { version: 1, confirmed: confirmed.into(), total: Some(32_000) };
        assert!(form("").check().unwrap_err().get(SubmitForm::CONFIRMED).is_some());
        assert_eq!(form("1").check(), Ok(Some(Fen::new(32_000))));
        assert_eq!(SubmitForm { total: None, ..form("1") }.check(), Ok(None));
    }
}
