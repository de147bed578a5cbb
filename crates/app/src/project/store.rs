//! The tables of projects and price lists. A list's first day is stored as the moment when that Beijing day begins.

use crate::stored::{from_json, moment, to_json};
use db::{Result, Row, Tx, p};
use domain::id::{PriceListId, ProjectId};
use domain::order::ProjectRules;
use domain::order::price::{PriceItem, PriceList};
use domain::time::{beijing, beijing_midnight};
use jiff::Timestamp;
use jiff::civil::Date;

db::sql! {
    LIST_OPEN = "select id, name, open, rules from project where open order by id";
    GET = "select id, name, open, rules from project where id = $1";
    FIND = "select id from project where name = $1";
    INSERT = "insert into project (name, open, rules) values ($1, true, $2) on conflict (name) do nothing";
    ALL_PROJECTS = "select id, name, open, rules from project order by id";
    SET_RULES = "update project set open = $2, rules = $3 where id = $1";
    VERSION = "select version from project where id = $1";
    RENAME = "update project set name = $3, version = version + 1 where id = $1 and version = $2";
    TOUCH = "update project set version = version + 1 where id = $1 and version = $2";
    LOCK = "select id from project where id = $1 /*pg for update */";
    EDITS = "select edits from price_list where id = $1";
    IN_FORCE = "select id, project_id, name, valid_from, items, version, published_at from price_list
        where project_id = $1 and valid_from <= $2 and published_at is not null order by valid_from desc limit 1";
    PRICE_LIST = "select id, project_id, name, valid_from, items, version, published_at from price_list where id = $1";
    PRICE_LISTS = "select id, project_id, name, valid_from, items, version, published_at from price_list
        where project_id = $1 order by version desc";
    INSERT_PRICE_LIST = "insert into price_list (project_id, name, valid_from, items, version, published_at)
        values ($1, $2, $3, $4, (select coalesce(max(version), 0) + 1 from price_list where project_id = $1), $5)
        on conflict (project_id, valid_from) do nothing";
    CHANGE_PRICE_LIST = "update price_list set name = $2, valid_from = $3, items = $4, edits = edits + 1
        where id = $1 and published_at is null and edits = $5";
    PUBLISH = "update price_list set published_at = $2 where id = $1 and published_at is null";
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    pub id: ProjectId,
    /// 名称.
    pub name: String,
    /// False when it takes no new orders; orders already made for it stay.
    pub open: bool,
    pub rules: ProjectRules,
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
pub fn insert(tx: &mut Tx, name: &str, rules: &ProjectRules) -> Result<()> {
    let rules = to_json(rules)?;
    tx.exec(&INSERT, p![name, &rules]).map(drop)
}

/// Every project, closed ones too.
pub fn all(tx: &mut Tx) -> Result<Vec<Project>> {
    tx.all(&ALL_PROJECTS, p![], project)
}

/// Writes whether a project takes orders, and its rules.
pub fn set_rules(tx: &mut Tx, id: ProjectId, open: bool, rules: &ProjectRules) -> Result<()> {
    let rules = to_json(rules)?;
    tx.exec(&SET_RULES, p![id.get(), open, &rules]).map(drop)
}

/// The prices that hold at this moment; `None` when none have been published yet.
pub fn price_list_in_force(tx: &mut Tx, project: ProjectId, now: Timestamp) -> Result<Option<PriceList>> {
    tx.opt(&IN_FORCE, p![project.get(), now.as_millisecond()], price_list_row)
}

/// One version of the prices.
pub fn price_list(tx: &mut Tx, id: PriceListId) -> Result<Option<PriceList>> {
    tx.opt(&PRICE_LIST, p![id.get()], price_list_row)
}

/// Every version of a project's prices, the newest first, drafts too.
pub fn price_lists(tx: &mut Tx, project: ProjectId) -> Result<Vec<PriceList>> {
    tx.all(&PRICE_LISTS, p![project.get()], price_list_row)
}

/// A version of the prices as it is entered.
#[derive(Clone, Debug)]
pub struct NewPriceList {
    pub project: ProjectId,
    pub name: String,
    /// The first Beijing day on which it holds.
    pub valid_from: Date,
    pub items: Vec<PriceItem>,
}

/// Adds a version of the prices; `published_at` is `None` for a draft. Does nothing if one begins on that day already.
pub fn insert_price_list(tx: &mut Tx, new: &NewPriceList, published_at: Option<Timestamp>) -> Result<()> {
    let (from, items) = (beijing_midnight(new.valid_from).as_millisecond(), to_json(&new.items)?);
    let published_at = published_at.map(Timestamp::as_millisecond);
    tx.exec(&INSERT_PRICE_LIST, p![new.project.get(), &new.name, from, &items, published_at]).map(drop)
}

/// Changes a draft; false if it has been published, for then it is never changed again, or if somebody was faster.
pub fn change_price_list(tx: &mut Tx, id: PriceListId, seen: i64, new: &NewPriceList) -> Result<bool> {
    let (from, items) = (beijing_midnight(new.valid_from).as_millisecond(), to_json(&new.items)?);
    Ok(tx.exec(&CHANGE_PRICE_LIST, p![id.get(), &new.name, from, &items, seen])? == 1)
}

/// Publishes a draft; false if it has been already.
pub fn publish(tx: &mut Tx, id: PriceListId, now: Timestamp) -> Result<bool> {
    Ok(tx.exec(&PUBLISH, p![id.get(), now.as_millisecond()])? == 1)
}

/// How often a platform was changed.
pub fn version(tx: &mut Tx, id: ProjectId) -> Result<i64> {
    tx.one(&VERSION, p![id.get()], |r| r.get(0))
}

/// Gives a platform its name and its next version. False if somebody was faster.
pub fn rename(tx: &mut Tx, id: ProjectId, seen: i64, name: &str) -> Result<bool> {
    Ok(tx.exec(&RENAME, p![id.get(), seen, name])? == 1)
}

/// Counts a change of what belongs to a platform. False if somebody was faster.
pub fn touch(tx: &mut Tx, id: ProjectId, seen: i64) -> Result<bool> {
    Ok(tx.exec(&TOUCH, p![id.get(), seen])? == 1)
}

/// Makes those who change the prices of a platform wait for each other; false if there is none.
pub fn lock(tx: &mut Tx, id: ProjectId) -> Result<bool> {
    Ok(tx.opt(&LOCK, p![id.get()], |r| r.get::<i64>(0))?.is_some())
}

/// How often a version of the prices was changed while it was a draft.
pub fn edits(tx: &mut Tx, id: PriceListId) -> Result<i64> {
    tx.one(&EDITS, p![id.get()], |r| r.get(0))
}

fn project(row: &Row) -> Result<Project> {
    Ok(Project {
        id: ProjectId::new(row.get(0)?),
        name: row.get(1)?,
        open: row.get(2)?,
        rules: from_json(row.get(3)?)?,
    })
}

fn price_list_row(row: &Row) -> Result<PriceList> {
    Ok(PriceList {
        id: PriceListId::new(row.get(0)?),
        project: ProjectId::new(row.get(1)?),
        name: row.get(2)?,
        valid_from: beijing(moment(row.get(3)?)?).date(),
        items: from_json(row.get(4)?)?,
        version: row.get(5)?,
        published_at: row.get::<Option<i64>>(6)?.map(moment).transpose()?,
    })
}
