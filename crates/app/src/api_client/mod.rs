//! 接口客户端: programs of trading platforms that ask after orders. A client has a token, of which only the SHA-256 is
//! stored, and one project; what it may see is narrowed by its statements in `query`, which never read a recipient, a
//! mobile or a document.

pub mod query;
pub mod store;

pub use store::{ApiClient, ProvenClient};

use crate::audit::{self, Action};
use crate::who::StaffUser;
use crate::{App, Error, chance, order, project, rights};
use domain::api_client::ApiClientForm;
use domain::field::FieldErrors;
use domain::id::ApiClientId;
use domain::rights::Act;
use domain::time;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

/// What tokens begin with, so that one that leaked into a log or a repository is recognised.
const PREFIX: &str = "cakey_";
/// So much of a token is kept readable, for telling tokens apart.
const HINT: usize = PREFIX.len() + 4;

/// A client that was just made: the only time that its token is seen.
#[derive(Clone)]
pub struct FreshClient {
    /// 名称.
    pub name: String,
    /// The token; `None` when the form came a second time.
    pub token: Option<String>,
}

/// Every client, those in use first.
pub async fn list(app: &App, staff: &StaffUser) -> Result<Vec<ApiClient>, Error> {
    let (id, day) = (staff.id, day_number(app.now()));
    app.read(move |tx| Ok(store::list(tx, id, day)?)).await
}

/// Makes a client. `operation` is the form's one-time number: the second click makes no second client.
///
/// # Errors
/// `Fields` for mistakes of the form, a name that is in use among them; `Denied` for anybody but an administrator.
pub async fn create(app: &App, staff: &StaffUser, form: &ApiClientForm, operation: &str) -> Result<FreshClient, Error> {
    let token = format!("{PREFIX}{}", chance::token(&*app.chance));
    let (now, actor, staff, form) = (app.now(), staff.actor(), staff.id, form.clone());
    let key = format!("api-client:{staff}:{operation}");
    app.write(move |tx| {
        administrator(rights::store::may(tx, staff, Act::KeepClients)?)?;
        let projects: Vec<_> = project::store::list_open(tx)?.into_iter().map(|project| project.id).collect();
        let new = form.check(&projects)?;
        if order::store::remember(tx, &key, &new.name, now)?.is_some() {
            return Ok(FreshClient { name: new.name, token: None });
        }
        let stored = store::Token { hash: hash(&token), hint: &token[..HINT] };
        if !store::insert(tx, &new, &stored, staff, now)? {
            return Err(name_in_use(&new.name));
        }
        let detail = format!("新建接口客户端，令牌 {}…", stored.hint);
        let entry = audit::Entry { actor: &actor, action: Action::ApiClient, subject: new.name.clone(), detail };
        audit::record(tx, &entry, now)?;
        Ok(FreshClient { name: new.name, token: Some(token.clone()) })
    })
    .await
}

/// One client, for the question before it is revoked.
///
/// # Errors
/// `NotFound` if there is no such client, or the person is no administrator.
pub async fn get(app: &App, staff: &StaffUser, id: ApiClientId) -> Result<ApiClient, Error> {
    list(app, staff).await?.into_iter().find(|client| client.id == id).ok_or(Error::NotFound)
}

/// 停用: the token is refused from now on. Doing it twice is doing it once.
///
/// # Errors
/// `NotFound` if there is no such client; `Denied` for anybody but an administrator.
pub async fn revoke(app: &App, staff: &StaffUser, id: ApiClientId) -> Result<(), Error> {
    let (now, actor, staff) = (app.now(), staff.actor(), staff.id);
    app.write(move |tx| {
        administrator(rights::store::may(tx, staff, Act::KeepClients)?)?;
        let name = store::name(tx, id)?.ok_or(Error::NotFound)?;
        if store::revoke(tx, id, now)? {
            let detail = "停用接口客户端".to_owned();
            let entry = audit::Entry { actor: &actor, action: Action::ApiClient, subject: name, detail };
            audit::record(tx, &entry, now)?;
        }
        Ok(())
    })
    .await
}

/// Whose token it is, as long as it was not revoked.
pub async fn find(app: &App, token: &str) -> Result<Option<ProvenClient>, Error> {
    let hash = hash(token);
    app.read(move |tx| Ok(store::find(tx, &hash)?)).await
}

/// Notes that a client has asked so many times since the last note.
pub async fn note_use(app: &App, id: ApiClientId, asked: i64) -> Result<(), Error> {
    let now = app.now();
    app.write(move |tx| Ok(store::note_use(tx, id, day_number(now), asked, now)?)).await
}

fn administrator(is: bool) -> Result<(), Error> {
    if is { Ok(()) } else { Err(Error::Denied("只有系统管理员可以管理接口客户端。")) }
}

fn name_in_use(name: &str) -> Error {
    let mut errors = FieldErrors::new();
    errors.add("name", format!("已有名为“{name}”的接口客户端，请换一个名称，或先停用原来的"));
    Error::Fields(errors)
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}

fn day_number(now: Timestamp) -> i64 {
    let day = time::beijing(now).date();
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}
