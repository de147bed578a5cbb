//! The table of uploaded files. Whose a file is stands in each statement that reads one for somebody.

use super::kind::Kind;
use crate::rights::sql::may;
use crate::stored::moment;
use db::{Result, Row, Tx, p};
use domain::id::{AttachmentId, CompanyId, OrderNumber, StaffId};
use domain::material::Material;
use domain::rights::Act;
use jiff::Timestamp;

/// The columns that [`attachment`] reads, from `a`.
macro_rules! select {
    ($($rest:tt)*) => {
        concat!(
            "select a.id, a.company_id, a.material, a.stored, a.name, a.kind, a.size, a.width, a.height, a.pages,
            a.sha256, a.warnings, a.created_at ",
            $($rest)*
        )
    };
}
pub(crate) use select;

db::sql! {
    INSERT = "insert into attachment
        (company_id, stored, name, kind, material, size, width, height, pages, sha256, warnings, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning id";
    OWN = select!("from attachment a where a.id = $1 and a.company_id = $2");
    FOR_STAFF = select!("from attachment a where a.id = $1
        and exists (select 1 from submission_material m where m.attachment_id = a.id) and ", may!("$2", "$3"));
    SUBMITTED_IN = "select o.number from submission_material m join orders o on o.id = m.order_id
        where m.attachment_id = $1 order by m.order_id, m.submission limit 1";
    KNOWN = "select id from attachment where stored = $1";
    UNUSED = "select a.id, a.stored from attachment a where a.created_at < $1
        and not exists (select 1 from company_material m where m.attachment_id = a.id)
        and not exists (select 1 from order_material m where m.attachment_id = a.id)
        and not exists (select 1 from submission_material m where m.attachment_id = a.id)
        order by a.id limit $2";
    DELETE = "delete from attachment where id = $1";
    ALL_STORED = "select id, stored, sha256 from attachment order by id";
}

/// A file that lies in the store and that no row speaks of yet. Forgotten, it is swept out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LooseFile {
    /// Where it lies.
    pub key: String,
    /// The name that people read.
    pub name: String,
    /// What it is, by its bytes.
    pub kind: Kind,
    /// Bytes, after cleaning.
    pub size: i64,
    /// Pixels; 0 for a PDF.
    pub width: i64,
    /// Pixels; 0 for a PDF.
    pub height: i64,
    /// Pages; 1 for a picture.
    pub pages: i64,
    /// Of the cleaned bytes.
    pub sha256: [u8; 32],
    /// What the company should look at, in Chinese; may be empty.
    pub warnings: String,
}

/// A file with its row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    pub id: AttachmentId,
    pub company: CompanyId,
    /// The document that it was uploaded as.
    pub material: Material,
    /// The file.
    pub file: LooseFile,
    pub created_at: Timestamp,
}

/// Adds the row of a file that lies in the store.
pub fn insert(
    tx: &mut Tx,
    company: CompanyId,
    material: Material,
    file: &LooseFile,
    now: Timestamp,
) -> Result<AttachmentId> {
    let values = p![
        company.get(),
        &file.key,
        &file.name,
        file.kind.code(),
        material.code(),
        file.size,
        file.width,
        file.height,
        file.pages,
        &file.sha256,
        &file.warnings,
        now.as_millisecond()
    ];
    tx.one(&INSERT, values, |r| r.get(0)).map(AttachmentId::new)
}

/// A company's own file.
pub fn own(tx: &mut Tx, company: CompanyId, id: AttachmentId) -> Result<Option<Attachment>> {
    tx.opt(&OWN, p![id.get(), company.get()], |r| attachment(r, 0))
}

/// A file of a submitted order, if this person's role reads materials.
pub fn for_staff(tx: &mut Tx, staff: StaffId, id: AttachmentId) -> Result<Option<Attachment>> {
    tx.opt(&FOR_STAFF, p![id.get(), staff.get(), Act::ReadReviews.roles_text()], |r| attachment(r, 0))
}

/// The first order that a file was submitted with.
pub fn submitted_in(tx: &mut Tx, id: AttachmentId) -> Result<Option<OrderNumber>> {
    tx.opt(&SUBMITTED_IN, p![id.get()], |r| crate::stored::order_number(r.get(0)?))
}

/// True if a row speaks of this file.
pub fn is_known(tx: &mut Tx, key: &str) -> Result<bool> {
    Ok(tx.opt(&KNOWN, p![key], |_| Ok(()))?.is_some())
}

/// Files that were replaced or never used, older than a moment; at most `limit`.
pub fn unused(tx: &mut Tx, before: Timestamp, limit: i64) -> Result<Vec<(AttachmentId, String)>> {
    tx.all(&UNUSED, p![before.as_millisecond(), limit], |r| Ok((AttachmentId::new(r.get(0)?), r.get(1)?)))
}

/// Deletes a row; its file goes afterwards.
pub fn delete(tx: &mut Tx, id: AttachmentId) -> Result<()> {
    tx.exec(&DELETE, p![id.get()]).map(drop)
}

/// Every file that a row speaks of, with its hash, in steps.
pub fn walk(tx: &mut Tx, mut see: impl FnMut(AttachmentId, String, Vec<u8>)) -> Result<()> {
    tx.step(&ALL_STORED, p![], |r| {
        see(AttachmentId::new(r.get(0)?), r.get(1)?, r.get(2)?);
        Ok(true)
    })
    .map(drop)
}

/// Reads a file's row from its thirteen columns, the first of which is `from`.
pub(crate) fn attachment(row: &Row, from: usize) -> Result<Attachment> {
    let unknown = |what: &str, code: &str| db::Error::Failed(format!("a stored {what}: {code}"));
    let (material, kind): (&str, &str) = (row.get(from + 2)?, row.get(from + 5)?);
    let sha256: Vec<u8> = row.get(from + 10)?;
    Ok(Attachment {
        id: AttachmentId::new(row.get(from)?),
        company: CompanyId::new(row.get(from + 1)?),
        material: Material::parse(material).ok_or_else(|| unknown("material", material))?,
        file: LooseFile {
            key: row.get(from + 3)?,
            name: row.get(from + 4)?,
            kind: Kind::from_code(kind).ok_or_else(|| unknown("kind of file", kind))?,
            size: row.get(from + 6)?,
            width: row.get(from + 7)?,
            height: row.get(from + 8)?,
            pages: row.get(from + 9)?,
            sha256: sha256.try_into().map_err(|_| unknown("hash", "of another length"))?,
            warnings: row.get(from + 11)?,
        },
        created_at: moment(row.get(from + 12)?)?,
    })
}
