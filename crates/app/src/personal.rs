//! Staff see personal numbers masked. Who needs a whole one asks for it by name, gets it once, and leaves a row in the
//! audit trail: who, whose, which.

use crate::audit::{self, Action, Entry};
use crate::order::Snapshot;
use crate::order::store::{self as orders, Find, Stored};
use crate::who::StaffUser;
use crate::{App, Error};
use domain::id::OrderNumber;
use domain::rights::Act;

/// A personal value of an order, as it was frozen at its submission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// 联系人手机号.
    ContactMobile,
    /// 联系人证件号.
    ContactId,
    /// 法定代表人证件号.
    LegalId,
    /// 法定代表人手机号.
    LegalMobile,
    /// 收件人手机号.
    RecipientMobile,
}

impl Field {
    pub const ALL: [Field; 5] =
        [Field::ContactMobile, Field::ContactId, Field::LegalId, Field::LegalMobile, Field::RecipientMobile];

    /// What the form sends.
    pub fn code(self) -> &'static str {
        match self {
            Field::ContactMobile => "contact_mobile",
            Field::ContactId => "contact_id",
            Field::LegalId => "legal_id",
            Field::LegalMobile => "legal_mobile",
            Field::RecipientMobile => "recipient_mobile",
        }
    }

    pub fn from_code(code: &str) -> Option<Field> {
        Field::ALL.into_iter().find(|field| field.code() == code)
    }

    /// The words on the button and in the trail.
    pub fn label(self) -> &'static str {
        match self {
            Field::ContactMobile => "联系人手机号",
            Field::ContactId => "联系人证件号",
            Field::LegalId => "法定代表人证件号",
            Field::LegalMobile => "法定代表人手机号",
            Field::RecipientMobile => "收件人手机号",
        }
    }

    /// The whole value, if the order has one.
    fn of(self, stored: &Stored, snapshot: &Snapshot) -> Option<String> {
        let profile = &snapshot.profile;
        match self {
            Field::ContactMobile => Some(snapshot.contact.mobile.as_str().to_owned()),
            Field::ContactId => Some(snapshot.contact.id_number.clone()).filter(|number| !number.is_empty()),
            Field::LegalId => Some(profile.legal_id_number.clone()).filter(|number| !number.is_empty()),
            Field::LegalMobile => profile.legal_mobile.as_ref().map(|mobile| mobile.as_str().to_owned()),
            Field::RecipientMobile => stored.order.delivery.recipient().map(|to| to.mobile.as_str().to_owned()),
        }
    }

    /// The values that a submitted order has.
    pub fn of_order(stored: &Stored, snapshot: &Snapshot) -> Vec<Field> {
        Field::ALL.into_iter().filter(|field| field.of(stored, snapshot).is_some()).collect()
    }
}

/// Shows one whole value of an order that this act finds, and records who saw it.
///
/// # Errors
/// `NotFound` for an order that the act does not find, or that has no such value.
pub async fn reveal(
    app: &App,
    staff: &StaffUser,
    act: Act,
    number: &OrderNumber,
    field: Field,
) -> Result<String, Error> {
    let (now, staff, number) = (app.now(), staff.clone(), number.clone());
    app.write(move |tx| {
        let stored = orders::get(tx, &Find::Staff(staff.id, act, number.clone()))?.ok_or(Error::NotFound)?;
        let snapshot = orders::snapshot(tx, stored.order.id, stored.order.submission)?.ok_or(Error::NotFound)?;
        let value = field.of(&stored, &snapshot).ok_or(Error::NotFound)?;
        let subject = format!("{} {number}", snapshot.company);
        let entry =
            Entry { actor: &staff.actor(), action: Action::ViewPersonal, subject, detail: field.label().to_owned() };
        audit::record(tx, &entry, now)?;
        Ok(value)
    })
    .await
}
