//! The tables of API clients.

use crate::rights::sql::may;
use crate::stored::moment;
use db::{Result, Row, Tx, p};
use domain::api_client::{ExternalKey, NewApiClient};
use domain::id::{ApiClientId, OrderId, ProjectId, StaffId};
use domain::rights::Act;
use jiff::Timestamp;

db::sql! {
    LIST = concat!("select c.id, c.name, p.name, c.hint, m.name, c.created_at, c.used_at, c.revoked_at, d.asked
        from api_client c join project p on p.id = c.project_id join staff m on m.id = c.created_by
        left join api_client_day d on d.client_id = c.id and d.day = $2
        where ", may!("$1", "$3"), " order by case when c.revoked_at is null then 0 else 1 end, c.id");
    INSERT = "insert into api_client (name, project_id, token_hash, hint, created_by, created_at, used_at, revoked_at)
        values ($1, $2, $3, $4, $5, $6, null, null) on conflict do nothing";
    NAME = "select name from api_client where id = $1";
    REVOKE = "update api_client set revoked_at = $2 where id = $1 and revoked_at is null";
    FIND = "select id, name, project_id from api_client where token_hash = $1 and revoked_at is null";
    TOUCH = "update api_client set used_at = $2 where id = $1";
    COUNT = "insert into api_client_day (client_id, day, asked) values ($1, $2, $3)
        on conflict (client_id, day) do update set asked = api_client_day.asked + excluded.asked";
    SET_EXTERNAL_KEY = "insert into external_key (order_id, key, created_at) values ($1, $2, $3)
        on conflict (order_id) do nothing";
}

/// A client, as its administrators see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiClient {
    pub id: ApiClientId,
    /// 名称.
    pub name: String,
    /// 交易平台.
    pub project: String,
    /// The first characters of its token.
    pub hint: String,
    pub created_by: String,
    pub created_at: Timestamp,
    /// When it last asked, to within a minute; `None`: never.
    pub used_at: Option<Timestamp>,
    /// Since when its token is refused.
    pub revoked_at: Option<Timestamp>,
    /// How often it asked on this Beijing day.
    pub asked_today: i64,
}

/// A client that has shown its token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProvenClient {
    pub id: ApiClientId,
    /// 名称, for logs.
    pub name: String,
    /// Whose orders it may ask after.
    pub project: ProjectId,
}

/// What is kept of a token.
pub struct Token<'a> {
    /// SHA-256.
    pub hash: [u8; 32],
    /// Its first characters.
    pub hint: &'a str,
}

/// Every client, for an administrator; for anybody else none.
pub fn list(tx: &mut Tx, staff: StaffId, day: i64) -> Result<Vec<ApiClient>> {
    tx.all(&LIST, p![staff.get(), day, Act::KeepClients.roles_text()], client)
}

fn client(row: &Row) -> Result<ApiClient> {
    let when = |column| row.get::<Option<i64>>(column)?.map(moment).transpose();
    Ok(ApiClient {
        id: ApiClientId::new(row.get(0)?),
        name: row.get(1)?,
        project: row.get(2)?,
        hint: row.get(3)?,
        created_by: row.get(4)?,
        created_at: moment(row.get(5)?)?,
        used_at: when(6)?,
        revoked_at: when(7)?,
        asked_today: row.get::<Option<i64>>(8)?.unwrap_or(0),
    })
}

/// Adds a client; false if a client in use has the name.
pub fn insert(tx: &mut Tx, new: &NewApiClient, token: &Token, staff: StaffId, now: Timestamp) -> Result<bool> {
    let values = p![&new.name, new.project.get(), &token.hash, token.hint, staff.get(), now.as_millisecond()];
    Ok(tx.exec(&INSERT, values)? == 1)
}

/// What a client is called.
pub fn name(tx: &mut Tx, id: ApiClientId) -> Result<Option<String>> {
    tx.opt(&NAME, p![id.get()], |r| r.get(0))
}

/// Refuses the token from now on; false if it was refused before.
pub fn revoke(tx: &mut Tx, id: ApiClientId, now: Timestamp) -> Result<bool> {
    Ok(tx.exec(&REVOKE, p![id.get(), now.as_millisecond()])? == 1)
}

/// The client of a token's hash.
pub fn find(tx: &mut Tx, hash: &[u8; 32]) -> Result<Option<ProvenClient>> {
    tx.opt(&FIND, p![hash], |r| {
        Ok(ProvenClient { id: ApiClientId::new(r.get(0)?), name: r.get(1)?, project: ProjectId::new(r.get(2)?) })
    })
}

/// Adds to the day's count and notes the moment.
pub fn note_use(tx: &mut Tx, id: ApiClientId, day: i64, asked: i64, now: Timestamp) -> Result<()> {
    tx.exec(&COUNT, p![id.get(), day, asked])?;
    tx.exec(&TOUCH, p![id.get(), now.as_millisecond()]).map(drop)
}

/// Gives an order the key by which its platform knows it. The first one stays.
pub fn set_external_key(tx: &mut Tx, order: OrderId, key: &ExternalKey, now: Timestamp) -> Result<()> {
    tx.exec(&SET_EXTERNAL_KEY, p![order.get(), key.as_str(), now.as_millisecond()]).map(drop)
}
