//! What a page shows of the order form.

use super::rejection::{ReasonView, told};
use app::order::Stored;
use domain::field::FieldErrors;
use domain::order::CertificateItem;
use domain::order::State;
use domain::order::form::OrderForm;

/// What a page shows of the form.
pub struct FormView {
    /// The order that is changed; `None` for a new one.
    pub saved: Option<SavedOrder>,
    /// The saved certificates, which lend personal numbers.
    pub lent: Vec<CertificateItem>,
    /// The version that the page shows; 0 for a new order.
    pub version: i64,
    /// The one-time number of a new order's form.
    pub operation: String,
    /// A sentence on top; may be empty.
    pub notice: &'static str,
    pub form: OrderForm,
    /// What is wrong with it.
    pub errors: FieldErrors,
    /// The document that is to get an input again; may be empty.
    pub again: String,
}

impl FormView {
    /// A form that is nothing but filled in.
    pub fn of(form: OrderForm) -> FormView {
        let (operation, errors, again) = (String::new(), FieldErrors::new(), String::new());
        FormView { saved: None, lent: Vec::new(), version: 0, operation, notice: "", form, errors, again }
    }
}

/// The order that is changed.
pub struct SavedOrder {
    pub number: String,
    pub deletable: bool,
    /// Why the last submission was not approved.
    pub rejected: Option<(Vec<ReasonView>, String)>,
}

impl SavedOrder {
    /// What the page says of the order.
    pub fn of(stored: &Stored) -> SavedOrder {
        let rejected = match &stored.order.state {
            State::Draft { rejected: Some(rejected) } => {
                let rejection = &rejected.rejection;
                Some((told(stored.order.number.as_str(), rejection), rejection.text.clone()))
            }
            _ => None,
        };
        SavedOrder { number: stored.order.number.to_string(), deletable: stored.order.submission == 0, rejected }
    }
}
