//! The tables of the matrix and of the files' places.

use crate::attachment::Attachment;
use crate::attachment::store::{attachment, select};
use crate::rights::sql::may;
use crate::stored::moment;
use db::{Result, Row, Tx, p};
use domain::id::{AttachmentId, CompanyId, MaterialRuleId, OrderId, OrderNumber, ProjectId, StaffId};
use domain::material::{Condition, Material, MaterialEntry, MaterialRule, Slot, Source};
use domain::order::BusinessType;
use domain::rights::Act;
use jiff::Timestamp;

db::sql! {
    RULES = "select material, certificate, condition, source, required from material_rule
        where project_id = $1 and business = $2 and valid_from <= $3 and (valid_until is null or valid_until > $3)
        order by position, id";
    ADD_RULE = "insert into material_rule
        (project_id, business, certificate, material, condition, source, required, position, valid_from, valid_until)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, null)
        on conflict (project_id, business, certificate, material, condition, valid_from) do nothing";
    MATRIX = "select material, certificate, condition, source, required, id, business, position, valid_from
        from material_rule where project_id = $1 and (valid_until is null or valid_until > $2)
        order by business, position, id";
    END_RULE = "update material_rule set valid_until = $3 where id = $1 and project_id = $2
        and (valid_until is null or valid_until > $3)";
    OF_COMPANY = select!("from company_material m join attachment a on a.id = m.attachment_id
        where m.company_id = $1");
    PUT_COMPANY = "insert into company_material (company_id, material, attachment_id) values ($1, $2, $3)
        on conflict (company_id, material) do update set attachment_id = excluded.attachment_id";
    OF_ORDER = select!(", m.position from order_material m join attachment a on a.id = m.attachment_id
        where m.order_id = $1 order by m.material, m.position");
    PUT_ORDER = "insert into order_material (order_id, material, position, attachment_id) values ($1, $2, $3, $4)
        on conflict (order_id, material, position) do update set attachment_id = excluded.attachment_id";
    DROP_ORDER = "delete from order_material where order_id = $1 and material = $2 and position = $3";
    CLEAR_ORDER = "delete from order_material where order_id = $1";
    ADD_SUBMITTED = "insert into submission_material (order_id, submission, material, position, attachment_id)
        values ($1, $2, $3, $4, $5)";
    SUBMITTED = select!(", m.position from submission_material m join attachment a on a.id = m.attachment_id
        where m.order_id = $1 and m.submission = $2 order by m.position, m.attachment_id");
    FOR_REVIEW = select!(", m.position from orders o
        join submission_material m on m.order_id = o.id and m.submission = o.submission
        join attachment a on a.id = m.attachment_id
        where o.number = $1 and ", may!("$2", "$3"), " order by m.position, m.attachment_id");
}

/// A line with its row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptRule {
    pub id: MaterialRuleId,
    pub entry: MaterialEntry,
    /// It holds from this moment on.
    pub from: Timestamp,
}

/// The rules of a project for a business type that hold at this moment, in their order.
pub fn rules(tx: &mut Tx, project: ProjectId, business: &str, now: Timestamp) -> Result<Vec<MaterialRule>> {
    tx.all(&RULES, p![project.get(), business, now.as_millisecond()], rule)
}

/// Every rule of a project that holds or will hold, in the order of the page.
pub fn matrix(tx: &mut Tx, project: ProjectId, now: Timestamp) -> Result<Vec<KeptRule>> {
    tx.all(&MATRIX, p![project.get(), now.as_millisecond()], |r| {
        let business = BusinessType::parse(r.get(6)?).ok_or_else(|| unknown("business type"))?;
        let entry = MaterialEntry { business, rule: rule(r)?, position: r.get(7)? };
        Ok(KeptRule { id: MaterialRuleId::new(r.get(5)?), entry, from: moment(r.get(8)?)? })
    })
}

/// Ends a rule: it holds until this moment. False if it is not there or has ended.
pub fn end_rule(tx: &mut Tx, project: ProjectId, id: MaterialRuleId, now: Timestamp) -> Result<bool> {
    Ok(tx.exec(&END_RULE, p![id.get(), project.get(), now.as_millisecond()])? == 1)
}

/// Adds a rule that holds from a moment on; false, and nothing is done, if it exists.
pub fn add_rule(
    tx: &mut Tx,
    project: ProjectId,
    business: &str,
    rule: &MaterialRule,
    position: i64,
    from: Timestamp,
) -> Result<bool> {
    let values = p![
        project.get(),
        business,
        &rule.certificate,
        rule.material.code(),
        rule.condition.code(),
        rule.source.code(),
        rule.required,
        position,
        from.as_millisecond()
    ];
    Ok(tx.exec(&ADD_RULE, values)? == 1)
}

/// The documents of a profile.
pub fn of_company(tx: &mut Tx, company: CompanyId) -> Result<Vec<Attachment>> {
    tx.all(&OF_COMPANY, p![company.get()], |r| attachment(r, 0))
}

/// The newest file of a document of the profile.
pub fn put_company(tx: &mut Tx, company: CompanyId, material: Material, file: AttachmentId) -> Result<()> {
    tx.exec(&PUT_COMPANY, p![company.get(), material.code(), file.get()]).map(drop)
}

/// The files of an order.
pub fn of_order(tx: &mut Tx, order: OrderId) -> Result<Vec<(Slot, Attachment)>> {
    tx.all(&OF_ORDER, p![order.get()], placed)
}

/// The newest file of a place.
pub fn put_order(tx: &mut Tx, order: OrderId, slot: Slot, file: AttachmentId) -> Result<()> {
    tx.exec(&PUT_ORDER, p![order.get(), slot.material.code(), slot.position, file.get()]).map(drop)
}

/// Empties a place.
pub fn drop_order(tx: &mut Tx, order: OrderId, slot: Slot) -> Result<()> {
    tx.exec(&DROP_ORDER, p![order.get(), slot.material.code(), slot.position]).map(drop)
}

/// Empties every place of an order.
pub fn clear_order(tx: &mut Tx, order: OrderId) -> Result<()> {
    tx.exec(&CLEAR_ORDER, p![order.get()]).map(drop)
}

/// Freezes one file of a submission.
pub fn add_submitted(tx: &mut Tx, order: OrderId, submission: i64, slot: Slot, file: AttachmentId) -> Result<()> {
    let values = p![order.get(), submission, slot.material.code(), slot.position, file.get()];
    tx.exec(&ADD_SUBMITTED, values).map(drop)
}

/// The files of a submission.
pub fn submitted(tx: &mut Tx, order: OrderId, submission: i64) -> Result<Vec<(Slot, Attachment)>> {
    Ok(in_order(tx.all(&SUBMITTED, p![order.get(), submission], placed)?))
}

/// The files of an order's last submission, if this person's role reads materials.
pub fn for_review(tx: &mut Tx, staff: StaffId, number: &OrderNumber) -> Result<Vec<(Slot, Attachment)>> {
    Ok(in_order(tx.all(&FOR_REVIEW, p![number.as_str(), staff.get(), Act::ReadReviews.roles_text()], placed)?))
}

fn in_order(mut files: Vec<(Slot, Attachment)>) -> Vec<(Slot, Attachment)> {
    files.sort_by_key(|(slot, _)| Material::ALL.iter().position(|material| *material == slot.material));
    files
}

/// A file and its place: the file's columns, then the position. The document is the one that it was uploaded as.
fn placed(row: &Row) -> Result<(Slot, Attachment)> {
    let file = attachment(row, 0)?;
    Ok((Slot { material: file.material, position: row.get(13)? }, file))
}

fn rule(row: &Row) -> Result<MaterialRule> {
    Ok(MaterialRule {
        material: Material::parse(row.get(0)?).ok_or_else(|| unknown("document"))?,
        certificate: row.get(1)?,
        condition: Condition::parse(row.get(2)?).ok_or_else(|| unknown("condition"))?,
        source: Source::parse(row.get(3)?).ok_or_else(|| unknown("source"))?,
        required: row.get(4)?,
    })
}

fn unknown(what: &str) -> db::Error {
    db::Error::Failed(format!("a stored material rule has an unknown {what}"))
}
