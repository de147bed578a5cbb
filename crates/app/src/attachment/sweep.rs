//! Takes away what nobody needs: files without a row (a crash or a refused form left them), and files that were
//! replaced before they were ever submitted. What was submitted stays.

use super::{Files, store};
use crate::{App, Error};
use domain::time;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// Younger files may still get their row, or be shown by an open page.
const GRACE: SignedDuration = SignedDuration::from_hours(2);
/// Rows of one round; the next round goes on.
const AT_ONCE: i64 = 500;

/// Which part of the store is looked through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// All of it: after a start, when the process may have been down for long.
    All,
    /// Yesterday and today.
    Recent,
}

/// One round; returns how many files went.
///
/// # Errors
/// The database's or the store's; what is left is found by the next round.
pub async fn sweep(app: &App, reach: Reach) -> Result<usize, Error> {
    let before = time::after(app.now(), -GRACE);
    Ok(unused(app, before).await? + orphans(app, reach, before).await?)
}

/// The row first: a crash in between leaves a file without a row, never the reverse.
async fn unused(app: &App, before: Timestamp) -> Result<usize, Error> {
    let gone = app
        .write(move |tx| {
            let unused = store::unused(tx, before, AT_ONCE)?;
            for (id, _) in &unused {
                store::delete(tx, *id)?;
            }
            Ok(unused)
        })
        .await?;
    for (_, key) in &gone {
        app.files.delete(key).await?;
    }
    Ok(gone.len())
}

async fn orphans(app: &App, reach: Reach, before: Timestamp) -> Result<usize, Error> {
    let recent = [time::after(app.now(), SignedDuration::from_hours(-24)), app.now()];
    let recent = recent.map(|at| time::day_text(at).replace('-', ""));
    let mut gone = 0;
    for day in app.files.days().await? {
        if reach == Reach::Recent && !recent.contains(&day) {
            continue;
        }
        for file in app.files.of_day(&day).await?.into_iter().filter(|file| file.changed_at < before) {
            let key = file.key.clone();
            if !app.read(move |tx| Ok(store::is_known(tx, &key)?)).await? {
                app.files.delete(&file.key).await?;
                gone += 1;
            }
        }
    }
    Ok(gone)
}

/// Looks whether each row's file lies in the store with the bytes that were stored: one sentence for each that does not.
///
/// # Errors
/// Only the database's.
pub async fn damaged(db: &Arc<db::Db>, files: &Files) -> Result<Vec<String>, Error> {
    let rows = db.read_long(|tx| {
        let mut rows = Vec::new();
        store::walk(tx, |id, key, hash| rows.push((id, key, hash)))?;
        Ok::<_, Error>(rows)
    });
    let mut problems = Vec::new();
    for (id, key, hash) in rows.await? {
        match files.get(&key).await {
            Ok(bytes) if Sha256::digest(&bytes).as_slice() == hash => {}
            Ok(_) => problems.push(format!("the file of attachment {id} is not what was stored")),
            Err(_) => problems.push(format!("attachment {id} has no file")),
        }
    }
    Ok(problems)
}
