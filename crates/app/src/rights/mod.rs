//! The table of rights (`domain::rights`) in front of the rows: who may is part of the statement itself, so that a role
//! that was taken away, an account that was disabled and the order of another outlet are not found, whatever the pages
//! believed before.

pub(crate) mod sql;
pub mod store;

use crate::{Error, Tx};
use domain::id::StaffId;
use domain::rights::Act;

/// Refuses whoever is not enabled or may not do this any more. For what staff do to other rows than orders.
///
/// # Errors
/// `NotFound`, as everywhere where a role is not enough.
pub fn require(tx: &mut Tx, by: StaffId, act: Act) -> Result<(), Error> {
    if store::may(tx, by, act)? { Ok(()) } else { Err(Error::NotFound) }
}
