//! The one question that is about nothing but the account.

use super::sql::may;
use db::{Result, Tx, p};
use domain::id::StaffId;
use domain::rights::Act;

db::sql! {
    MAY = concat!("select ", may!("$1", "$2"), " as may");
}

/// Whether the account is enabled and has a role that may do this to anything.
pub fn may(tx: &mut Tx, staff: StaffId, act: Act) -> Result<bool> {
    tx.one(&MAY, p![staff.get(), act.roles_text()], |r| r.get(0))
}
