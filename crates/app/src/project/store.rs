//! The tables of projects and price lists. A list's first day is stored as the moment when that Beijing day begins.

use super::Project;
use crate::stored::{from_json, moment, to_json};
use db::{Result, Row, Tx, p};
use domain::id::{PriceListId, ProjectId};
use domain::order::price::{PriceItem, PriceList};
use domain::time::{beijing, beijing_midnight};
use jiff::Timestamp;
use jiff::civil::Date;

db::sql! {
    LIST_OPEN = "select id, name, open from project where open order by id";
    GET = "select id, name, open from project where id = $1";
    FIND = "select id from project where name = $1";
    INSERT = "insert into project (name, open) values ($1, $2) on conflict (name) do nothing";
    IN_FORCE = "select id, project_id, name, valid_from, items from price_list
        where project_id = $1 and valid_from <= $2 order by valid_from desc limit 1";
    PRICE_LIST = "select id, project_id, name, valid_from, items from price_list where id = $1";
    INSERT_PRICE_LIST = "insert into price_list (project_id, name, valid_from, items) values ($1, $2, $3, $4)
        on conflict (project_id, valid_from) do nothing";
}

/// The projects that take new orders.
pub fn list_open(tx: &mut Tx) -> Result<Vec<Project>> {
    tx.all(&LIST_OPEN, p![], project)
}

/// One project, open or not.
pub fn get(tx: &mut Tx, id: ProjectId) -> Result<Option<Project>> {
    tx.opt(&GET, p![id.get()], project)
}

/// The project of this name.
pub fn find(tx: &mut Tx, name: &str) -> Result<Option<ProjectId>> {
    Ok(tx.opt(&FIND, p![name], |r| r.get(0))?.map(ProjectId::new))
}

/// Adds an open project; does nothing if the name exists.
pub fn insert(tx: &mut Tx, name: &str) -> Result<()> {
    tx.exec(&INSERT, p![name, true]).map(drop)
}

/// The prices that hold at this moment; `None` when none have been published yet.
pub fn price_list_in_force(tx: &mut Tx, project: ProjectId, now: Timestamp) -> Result<Option<PriceList>> {
    tx.opt(&IN_FORCE, p![project.get(), now.as_millisecond()], price_list_row)
}

/// One version of the prices.
pub fn price_list(tx: &mut Tx, id: PriceListId) -> Result<Option<PriceList>> {
    tx.opt(&PRICE_LIST, p![id.get()], price_list_row)
}

/// Adds a version of the prices; does nothing if one begins on that day already.
pub fn insert_price_list(
    tx: &mut Tx,
    project: ProjectId,
    name: &str,
    valid_from: Date,
    items: &[PriceItem],
) -> Result<()> {
    let (from, items) = (beijing_midnight(valid_from).as_millisecond(), to_json(&items)?);
    tx.exec(&INSERT_PRICE_LIST, p![project.get(), name, from, &items]).map(drop)
}

fn project(row: &Row) -> Result<Project> {
    Ok(Project { id: ProjectId::new(row.get(0)?), name: row.get(1)?, open: row.get(2)? })
}

fn price_list_row(row: &Row) -> Result<PriceList> {
    Ok(PriceList {
        id: PriceListId::new(row.get(0)?),
        project: ProjectId::new(row.get(1)?),
        name: row.get(2)?,
        valid_from: beijing(moment(row.get(3)?)?).date(),
        items: from_json(row.get(4)?)?,
    })
}
