//! 证件类型 and 证件号码 of a person: the same two inputs for the legal representative and for the contact.

use super::id_number::IdNumber;
use super::profile::PersonIdKind;
use crate::field::FieldErrors;
use crate::text::{Input, compact};
use jiff::civil::Date;

/// Fewest signs of a passport's number and the like.
const NUMBER_MIN: usize = 5;
/// Most signs of a passport's number and the like.
pub const NUMBER_MAX: usize = 30;

pub(super) struct PersonIdInput<'a> {
    pub(super) kind: Input<'a>,
    pub(super) number: Input<'a>,
}

impl PersonIdInput<'_> {
    /// The kind and the number. `saved` lends the number when it was left empty and the kind is the same; the kind may
    /// be left out as long as no number is given. `today` is the Beijing day.
    pub(super) fn check(
        &self,
        saved: Option<(PersonIdKind, &str)>,
        today: Date,
        errors: &mut FieldErrors,
    ) -> Option<(PersonIdKind, String)> {
        let kind = match self.kind.is_blank() {
            true => PersonIdKind::Resident,
            false => self.kind.choice(PersonIdKind::parse, errors)?,
        };
        Some((kind, self.check_number(kind, saved, today, errors)))
    }

    fn check_number(
        &self,
        kind: PersonIdKind,
        saved: Option<(PersonIdKind, &str)>,
        today: Date,
        errors: &mut FieldErrors,
    ) -> String {
        let input = &self.number;
        if input.is_blank() {
            let Some((saved_kind, saved)) = saved.filter(|(_, number)| !number.is_empty()) else {
                return String::new();
            };
            if saved_kind == kind {
                return saved.to_owned();
            }
            errors.add(input.name, format!("证件类型已改为{}，请重新填写证件号码", kind.title()));
            return String::new();
        }
        match kind {
            PersonIdKind::Resident => IdNumber::parse(input.text, today)
                .map(|number| number.as_str().to_owned())
                .map_err(|e| errors.add(input.name, e.message()))
                .unwrap_or_default(),
            PersonIdKind::Passport | PersonIdKind::HomeReturnPermit | PersonIdKind::TaiwanPermit => {
                permit_number(input, errors)
            }
        }
    }
}

/// The number of a passport or a permit: letters and digits, some permits with brackets or a dash. Empty when refused.
pub fn permit_number(input: &Input<'_>, errors: &mut FieldErrors) -> String {
    let number = compact(input.text).to_uppercase();
    let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'(' | b')');
    if number.bytes().all(fits) && (NUMBER_MIN..=NUMBER_MAX).contains(&number.len()) {
        return number;
    }
    let message = format!("{}应为 {NUMBER_MIN}–{NUMBER_MAX} 位字母和数字，请照证件核对", input.label);
    errors.add(input.name, message);
    String::new()
}
