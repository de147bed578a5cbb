//! What administrators and persons did to accounts and to the configuration: rows of the audit trail, written in the
//! transaction of the change.

use crate::audit::{self, Action, Entry};
use crate::{Error, Tx};
use domain::actor::Actor;
use jiff::Timestamp;

/// A change of an account; `login` names it.
pub fn account(tx: &mut Tx, by: &Actor, login: &str, detail: String, now: Timestamp) -> Result<(), Error> {
    record(tx, Action::StaffAccount, by, login, detail, now)
}

/// A change of the configuration; `subject` is what people call the thing that was changed.
pub fn configuration(tx: &mut Tx, by: &Actor, subject: &str, detail: String, now: Timestamp) -> Result<(), Error> {
    record(tx, Action::Configure, by, subject, detail, now)
}

fn record(tx: &mut Tx, action: Action, by: &Actor, subject: &str, detail: String, now: Timestamp) -> Result<(), Error> {
    Ok(audit::record(tx, &Entry { actor: by, action, subject: subject.to_owned(), detail }, now)?)
}
