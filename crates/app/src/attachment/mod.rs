//! Uploaded files (附件; docs/decisions/0023-uploads-are-files-first-rows-second.md). A file is checked, cleaned and laid
//! into the object store under a random name first; only then a row speaks of it. So a crash leaves at most a file
//! without a row, which the sweep takes away, and never a row without its file. What a file is for is the business of
//! `material`.

mod files;
mod inspect;
mod kind;
mod name;
pub mod store;
pub mod sweep;
#[cfg(test)]
mod tests;

pub use files::Files;
pub use inspect::{FileRefusal, PIXELS_MAX, SIZE_MAX};
pub use kind::Kind;

pub use store::{Attachment, LooseFile};

use crate::Fault;
use crate::account::limit::{self, Daily};
use crate::audit::{self, Action};
use crate::who::{CompanyUser, StaffUser};
use crate::{App, Error, chance};
use domain::id::AttachmentId;
use domain::material::Material;
use domain::time;
use sha2::{Digest, Sha256};

/// The most files of one order; what its matrix asks for always fits.
pub const FILES_PER_ORDER: usize = 20;

/// Checks a file of a company, cleans it and lays it into the store. `name` is what the browser sent: it is shown, never
/// used as a path. The caller stores the row, and what it does not store is swept out.
///
/// # Errors
/// `Limited` when the company has sent too many today; `Busy` when too many files are being checked; a fault when the
/// store does not take it. The inner error is for the person: a sentence that says what to do.
pub async fn keep(
    app: &App,
    user: &CompanyUser,
    material: Material,
    name: &str,
    bytes: Vec<u8>,
) -> Result<Result<LooseFile, FileRefusal>, Error> {
    let (limits, company, now) = (app.settings.company_limits, user.id, app.steady());
    let counted = app.write(move |tx| Ok(limit::daily(tx, &limits, Daily::Upload, company, now)?));
    counted.await?.map_err(|closed| closed.refusal(app))?;
    let clean = match app.files.inspect(bytes, material).await? {
        Ok(clean) => clean,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let day = time::day_text(app.now()).replace('-', "");
    let key = format!("{day}/{}", hex::encode(chance::bytes::<16>(&*app.chance)));
    let kept = LooseFile {
        name: name::shown(name, clean.kind),
        kind: clean.kind,
        size: clean.bytes.len() as i64,
        width: clean.width,
        height: clean.height,
        pages: clean.pages,
        sha256: Sha256::digest(&clean.bytes).into(),
        warnings: clean.warnings,
        key,
    };
    app.files.put(&kept.key, clean.bytes).await?;
    Ok(Ok(kept))
}

/// A company's own file.
///
/// # Errors
/// `NotFound` for a file that is not there or not this company's.
pub async fn open_own(app: &App, user: &CompanyUser, id: AttachmentId) -> Result<(Attachment, Vec<u8>), Error> {
    let company = user.id;
    let found = app.read(move |tx| store::own(tx, company, id)?.ok_or(Error::NotFound)).await?;
    bytes_of(app, found).await
}

/// A file of a submitted order, for staff whose role reads materials. That somebody looked at a picture of an identity
/// document is recorded before it is handed out.
///
/// # Errors
/// `NotFound` for a file that is not there, was never submitted, or is not for this role.
pub async fn open_as_staff(app: &App, staff: &StaffUser, id: AttachmentId) -> Result<(Attachment, Vec<u8>), Error> {
    let reader = staff.id;
    let found = app.read(move |tx| store::for_staff(tx, reader, id)?.ok_or(Error::NotFound)).await?;
    if found.material.is_identity() {
        let (actor, detail, now) = (staff.actor(), format!("{}（附件 {id}）", found.material.title()), app.now());
        app.write(move |tx| {
            let order = store::submitted_in(tx, id)?.ok_or(Error::NotFound)?;
            let (subject, detail) = (order.to_string(), detail.clone());
            Ok(audit::record(tx, &audit::Entry { actor: &actor, action: Action::ViewImage, subject, detail }, now)?)
        })
        .await?;
    }
    bytes_of(app, found).await
}

/// The bytes, compared with what was stored: a file that changed on the disk is not handed out.
async fn bytes_of(app: &App, found: Attachment) -> Result<(Attachment, Vec<u8>), Error> {
    let bytes = app.files.get(&found.file.key).await?;
    if Sha256::digest(&bytes).as_slice() != found.file.sha256 {
        return Err(Fault::Records(format!("attachment {} is not what was stored", found.id)).into());
    }
    Ok((found, bytes))
}
