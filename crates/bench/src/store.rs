//! The one statement of the benchmark's own: what filling left to do is nobody's business.

use db::{Result, Tx, p};

db::sql! {
    QUIET = "update outbox set state = 'done' where state = 'ready'";
    WORDS = "select cast(count(*) as bigint) as n from history";
}

/// Marks everything in the outbox as done: no vendor is there while it is measured.
pub fn quiet(tx: &mut Tx) -> Result<u64> {
    tx.exec(&QUIET, p![])
}

/// How many history entries there are.
pub fn entries(tx: &mut Tx) -> Result<i64> {
    tx.one(&WORDS, p![], |r| r.get(0))
}
