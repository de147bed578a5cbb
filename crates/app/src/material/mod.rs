//! 材料 of orders: which documents the matrix asks for, which are there, and what is frozen at a submission. Documents of
//! the profile (营业执照, 身份证) are uploaded once and taken over by each order; a submission keeps the files that it was
//! made with, whatever is uploaded later.

mod attach;
pub mod matrix;
mod sheet;
pub mod store;
#[cfg(test)]
mod tests;

pub use attach::{PlacedFile, PlacingError, UnplacedFile, attach_to_order, attach_to_profile, drop_other};
pub use sheet::{Item, Sheet, for_review, of_order, of_profile, sheet};

use crate::Error;
use crate::Tx;
use crate::attachment::Attachment;
use crate::order::snapshot::SubmittedFile;
use domain::id::OrderId;
use domain::material::Slot;

/// Freezes the files of a submission. Part of the submitting transaction, which has read the sheet.
pub fn freeze(tx: &mut Tx, sheet: &Sheet, order: OrderId, submission: i64) -> Result<Vec<SubmittedFile>, Error> {
    let mut frozen = Vec::new();
    for (slot, file) in sheet.files() {
        store::add_submitted(tx, order, submission, slot, file.id)?;
        frozen.push(SubmittedFile { slot: slot.to_string(), attachment: file.id, name: file.file.name.clone() });
    }
    Ok(frozen)
}

/// The files of a submission, in the order of the matrix's documents.
pub fn submitted(tx: &mut Tx, order: OrderId, submission: i64) -> Result<Vec<(Slot, Attachment)>, Error> {
    Ok(store::submitted(tx, order, submission)?)
}
