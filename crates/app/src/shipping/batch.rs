//! Uploading a shipping list: a dry run that is kept, then the import of exactly what it showed. Each row is a
//! transaction of its own, under the version that was judged; a second import finds every order shipped already.

use super::judge::{EarlierRows, judge};
pub use super::judge::{Row, Verdict};
use super::store::{self, StoredBatch};
use super::table::{self, TableError, TableRow};
use crate::Fault;
use crate::order::act;
use crate::order::commit::commit;
use crate::order::store::Find;
use crate::stored::{from_json, to_json};
use crate::who::StaffUser;
use crate::{App, Error, chance};
use domain::field::FieldErrors;
use domain::id::OrderNumber;
use domain::order::{Command, State, Waybill, decide};
use domain::rights::Act;
use domain::time;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// How long a dry run may be imported.
const VALID: SignedDuration = SignedDuration::from_mins(30);

/// How long a list is kept for reading.
const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Rows under way at once: enough for the database to commit many together.
const AT_ONCE: usize = 32;

/// Most characters of a file's name that are kept.
const NAME_MAX: usize = 80;

/// Tables are parsed two at a time, so that their memory is bounded as a whole.
static PARSERS: Semaphore = Semaphore::const_new(2);

/// A list, judged, and perhaps imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// Its name in the address.
    pub token: String,
    /// What the file was called.
    pub file_name: String,
    /// The rows in the order of the file.
    pub rows: Vec<Row>,
    /// What became of each row, once it was imported; as long as the rows.
    pub results: Option<Vec<ImportResult>>,
    /// False once the dry run is too old to be imported.
    pub open: bool,
    pub created_at: Timestamp,
    /// Until when it can be imported.
    pub expires_at: Timestamp,
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ImportResult {
    /// It was no row to import.
    Skipped,
    /// The order is on its way and the SMS is queued.
    Shipped,
    /// It was already, with this waybill.
    Known,
    /// Nothing was changed; a sentence says why.
    Failed { why: String },
}

/// Reads and judges a file, and keeps what came of it. Changes no order. Returns the token of the list.
///
/// # Errors
/// `Fields` (`file`) when the file is refused as a whole.
pub async fn upload(app: &App, staff: &StaffUser, file_name: &str, bytes: Vec<u8>) -> Result<String, Error> {
    let table = parse(bytes).await?;
    let staff_id = staff.id;
    let rows = app
        .read_long(move |tx| {
            let mut seen = EarlierRows::default();
            table.iter().map(|row| judge(tx, staff_id, row, &mut seen)).collect::<Result<Vec<Row>, Error>>()
        })
        .await?;
    let (now, token, rows) = (app.now(), chance::token(&*app.chance), to_json(&rows)?);
    let name: String = file_name.chars().filter(|c| !c.is_control()).take(NAME_MAX).collect();
    let key = token.clone();
    app.write(move |tx| {
        store::purge(tx, now.saturating_sub(KEPT).unwrap_or(Timestamp::MIN))?;
        Ok(store::insert(tx, &key, staff_id, &name, &rows, now, time::after(now, VALID))?)
    })
    .await?;
    Ok(token)
}

async fn parse(bytes: Vec<u8>) -> Result<Vec<TableRow>, Error> {
    let refused = |error: TableError| {
        let mut errors = FieldErrors::new();
        errors.add("file", error.message());
        Error::Fields(errors)
    };
    let _turn = PARSERS.acquire().await.map_err(|e| Fault::work("waiting to read a table", e))?;
    let read = tokio::task::spawn_blocking(move || table::read(&bytes)).await;
    // A parser that panics over somebody's file is a file that is refused.
    read.unwrap_or(Err(TableError::BadWorkbook)).map_err(refused)
}

/// A list of this person's own.
///
/// # Errors
/// `NotFound` for anybody else's.
pub async fn get(app: &App, staff: &StaffUser, token: &str) -> Result<Batch, Error> {
    let (staff, key) = (staff.id, token.to_owned());
    let stored = app.read(move |tx| store::get(tx, &key, staff)?.ok_or(Error::NotFound)).await?;
    batch(token, &stored, app.now())
}

fn batch(token: &str, stored: &StoredBatch, now: Timestamp) -> Result<Batch, Error> {
    Ok(Batch {
        token: token.to_owned(),
        file_name: stored.file_name.clone(),
        rows: from_json(&stored.rows)?,
        results: stored.result.as_deref().map(from_json).transpose()?,
        open: stored.expires_at > now,
        created_at: stored.created_at,
        expires_at: stored.expires_at,
    })
}

/// 导入: ships what the dry run called good. Doing it twice changes nothing twice.
///
/// # Errors
/// `NotFound` for a list that is not this person's; `Denied` for one that is too old. What goes wrong with a single row
/// is told in its result.
pub async fn import(app: &App, staff: &StaffUser, token: &str) -> Result<Batch, Error> {
    let mut batch = get(app, staff, token).await?;
    if !batch.open {
        return Err(Error::Denied("这份预览已超过 30 分钟，没有导入。请重新上传文件。"));
    }
    let mut results = vec![ImportResult::Skipped; batch.rows.len()];
    let mut waiting = batch.rows.iter().enumerate().filter(|(_, row)| row.verdict.is_importable());
    let mut running = JoinSet::new();
    loop {
        while running.len() < AT_ONCE {
            let Some((at, row)) = waiting.next() else { break };
            let (app, staff, row) = (app.clone(), staff.clone(), row.clone());
            running.spawn(async move { (at, ship(&app, &staff, &row).await) });
        }
        let Some(ended) = running.join_next().await else { break };
        let (at, imported) = ended.map_err(|e| Fault::work("importing a waybill", e))?;
        results[at] = imported;
    }
    let (now, key, text) = (app.now(), token.to_owned(), to_json(&results)?);
    app.write(move |tx| Ok(store::finish(tx, &key, &text, now)?)).await?;
    batch.results = Some(results);
    Ok(batch)
}

async fn ship(app: &App, staff: &StaffUser, row: &Row) -> ImportResult {
    match shipped(app, staff, row).await {
        Ok(imported) => imported,
        Err(error) => ImportResult::Failed { why: why(&error) },
    }
}

async fn shipped(app: &App, staff: &StaffUser, row: &Row) -> Result<ImportResult, Error> {
    let now = app.now();
    let number = OrderNumber::parse(&domain::text::compact(&row.order).to_uppercase()).ok_or(Error::NotFound)?;
    let waybill = Waybill { carrier: row.carrier.clone(), number: row.waybill.clone() };
    let (actor, seen, deadlines) = (staff.actor(), row.seen, app.settings.deadlines);
    let find = Find::Staff(staff.id, Act::Ship, number);
    app.write(move |tx| {
        let stored = crate::order::store::lock(tx, &find)?.ok_or(Error::NotFound)?;
        if stored.order.state.waybill() == Some(&waybill) {
            return Ok(ImportResult::Known);
        }
        let stored = act::load(tx, &find, seen)?;
        if !matches!(stored.order.state, State::ToShip(_)) {
            return Err(Error::Stale { seen, current: stored.order.version });
        }
        let command = Command::Ship { waybill: waybill.clone(), deadlines };
        let decision = decide(&stored.order, &command, &actor, now)?;
        commit(tx, &stored, &decision, &actor, now)?;
        Ok(ImportResult::Shipped)
    })
    .await
}

fn why(error: &Error) -> String {
    match error {
        Error::Refused(refusal) => refusal.sentence(),
        Error::Stale { .. } => "预览之后订单有了变化，请到订单页面核对后再登记".into(),
        Error::NotFound => "没有这个订单，或者您不再有发货权限".into(),
        Error::Busy => "系统正忙，请再导入一次".into(),
        Error::Unknown(_) => "不确定是否已登记，请再导入一次，已登记的会认出".into(),
        other => {
            tracing::error!(error = %other, "a row of a shipping list could not be imported");
            "系统出错，没有登记，请再导入一次".into()
        }
    }
}
