//! What a company keeps of itself: 基本信息, 发票信息, 用户信息. All three are frozen in an order when it is submitted.
//! The edit pages never show a personal number again: left empty, it stays as it was.

pub mod contact;
pub mod credit_code;
pub mod difference;
pub mod id_number;
pub mod invoice_profile;
pub(crate) mod person_id;
pub mod phone;
pub mod profile;
mod profile_form;

pub use contact::{Contact, ContactForm};
pub use credit_code::{CreditCode, CreditCodeError, CreditCodeWarning};
pub use id_number::{IdNumber, IdNumberError};
pub use invoice_profile::{InvoiceForm, InvoiceProfile};
pub use profile::{CompanyIdKind, CompanyKind, CompanyProfile, Identity, LicenceTerm, PersonIdKind, ProfileWarning};
pub use profile_form::CompanyForm;
