//! The table of announcements. Its days are stored as moments: the first begins, the one after the last begins.

use crate::stored::moment;
use db::{Result, Row, Tx, p};
use domain::announcement::AnnouncementEntry;
use domain::id::{AnnouncementId, StaffId};
use domain::time::{beijing, beijing_midnight};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

db::sql! {
    SHOWN = "select id, title, body, shown_from, shown_until, version from announcement
        where shown_until > $1 and shown_from <= $1 order by shown_from desc, id desc limit $2";
    ALL_ANNOUNCEMENTS = "select id, title, body, shown_from, shown_until, version from announcement
        order by id desc limit $1";
    GET = "select id, title, body, shown_from, shown_until, version from announcement where id = $1";
    INSERT = "insert into announcement (title, body, shown_from, shown_until, version, created_by, created_at, updated_at)
        values ($1, $2, $3, $4, 1, $5, $6, $6) returning id";
    UPDATE = "update announcement set title = $3, body = $4, shown_from = $5, shown_until = $6, version = version + 1,
        updated_at = $7 where id = $1 and version = $2";
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    pub id: AnnouncementId,
    /// 标题.
    pub title: String,
    /// 内容, plain text with line ends.
    pub body: String,
    /// The first Beijing day on which it is shown.
    pub from: Date,
    /// The last.
    pub until: Date,
    /// Counts the changes; a page that shows an older one may not save.
    pub version: i64,
}

/// What is shown at a moment, the newest first.
pub fn shown(tx: &mut Tx, now: Timestamp, limit: i64) -> Result<Vec<Announcement>> {
    tx.all(&SHOWN, p![now.as_millisecond(), limit], announcement)
}

/// All of them, the newest first.
pub fn all(tx: &mut Tx, limit: i64) -> Result<Vec<Announcement>> {
    tx.all(&ALL_ANNOUNCEMENTS, p![limit], announcement)
}

pub fn get(tx: &mut Tx, id: AnnouncementId) -> Result<Option<Announcement>> {
    tx.opt(&GET, p![id.get()], announcement)
}

pub fn insert(tx: &mut Tx, entry: &AnnouncementEntry, by: StaffId, now: Timestamp) -> Result<AnnouncementId> {
    let (from, until) = moments(entry);
    let values = p![&entry.title, &entry.body, from, until, by.get(), now.as_millisecond()];
    tx.one(&INSERT, values, |r| r.get(0)).map(AnnouncementId::new)
}

/// Changes one. False if somebody was faster.
pub fn update(tx: &mut Tx, id: AnnouncementId, seen: i64, entry: &AnnouncementEntry, now: Timestamp) -> Result<bool> {
    let (from, until) = moments(entry);
    let values = p![id.get(), seen, &entry.title, &entry.body, from, until, now.as_millisecond()];
    Ok(tx.exec(&UPDATE, values)? == 1)
}

fn moments(entry: &AnnouncementEntry) -> (i64, i64) {
    let after_last = entry.until.tomorrow().unwrap_or(Date::MAX);
    (beijing_midnight(entry.from).as_millisecond(), beijing_midnight(after_last).as_millisecond())
}

fn announcement(row: &Row) -> Result<Announcement> {
    let last_moment = moment(row.get(4)?)?.saturating_sub(SignedDuration::from_millis(1));
    let until = last_moment.map_err(|e| db::Error::Failed(e.to_string()))?;
    Ok(Announcement {
        id: AnnouncementId::new(row.get(0)?),
        title: row.get(1)?,
        body: row.get(2)?,
        from: beijing(moment(row.get(3)?)?).date(),
        until: beijing(until).date(),
        version: row.get(5)?,
    })
}
