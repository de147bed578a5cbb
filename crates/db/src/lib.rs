//! The database layer: a synchronous transaction ([`Tx`]) in an asynchronous shell ([`Db`]).
//!
//! Store functions are plain functions over `&mut Tx`; one SQL text with `$N` placeholders serves SQLite and
//! PostgreSQL. No driver type is seen outside this crate, and this crate knows nothing of what is stored.
//!
//! What holds on both engines:
//! - A failed statement dooms its transaction, even if the closure swallows the error and returns `Ok`.
//! - A panic, a constraint or an `Err` of one closure fails that closure alone.
//! - A write that has been queued is carried out whole, even if its caller goes away.
//! - `read` refuses to write. Each statement of a read sees what is committed at that moment.
//! - Closures may run more than once: draw ids, time and chance outside; side effects go to [`Tx::after_commit`].

mod access;
mod db;
mod dialect;
mod error;
mod migrate;
mod postgres;
mod queue;
mod row;
mod shape;
mod sqlite;
mod statement;
#[cfg(feature = "test-server")]
pub mod test_server;
mod tx;
mod value;

pub use db::{Db, Engine};
pub use error::{Error, Result};
pub use migrate::Migration;
pub use row::Row;
pub use shape::{Column, Index, Shape, Table};
pub use statement::{Prepared, Sql};
pub use tx::Tx;
pub use value::{Col, Val};
