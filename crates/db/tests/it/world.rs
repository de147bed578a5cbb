//! A database with three tables, and the statements of the tests.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use db::test_server::PostgresServer;
use db::{Db, Migration, Tx, p};

pub static STEPS: &[Migration] = &[
    Migration {
        name: "0001-orders",
        text: "create table orders (id {id}, no TEXT not null unique, version BIGINT not null, paid BOOLEAN not null,
                   raw {bytes}, note TEXT) {strict};
               create index orders_by_version on orders (version, id desc) where version > 0;",
    },
    Migration {
        name: "0002-lines",
        text: "create table line (id {id}, order_id BIGINT not null
                   references orders (id) deferrable initially deferred) {strict};
               create table task (id BIGINT primary key, worker TEXT) {strict};",
    },
];

db::sql! {
    ADD = "insert into orders (no, version, paid, raw, note) values ($1, 0, $2, $3, $4)";
    LIST = "select no from orders order by id";
    COUNT = "select count(*) as n from orders";
    COUNT_NO = "select count(*) as n from orders where no = $1";
    OUT_OF_ORDER = "select id from orders where note = $3 and no = $1 and (note = $3 or version = $2) and version = $2";
    WHOLE = "select no, version, paid, raw, note from orders where no = $1";
    RAISE = "update orders set version = version + 1 where no = $1 and version = $2";
    GET_VERSION = "select version from orders where no = $1 /*pg for update */";
    TOUCH = "update orders set version = version + 1 where no = $1";
    ADD_LINE = "insert into line (order_id) values ($1) returning id";
    ADD_TASK = "insert into task (id) values ($1)";
    CLAIM = "update task set worker = $1 where id in
                 (select id from task where worker is null order by id limit $2 /*pg for update skip locked */)
             returning id";
    CLAIMED = "select id from task where worker is not null order by id";
    SUM = "select cast(sum(version) as bigint) as total from orders";
    SLOW = "with recursive n(i) as (select cast(1 as bigint) union all select i + 1 from n where i < $1)
            select count(*) as n from n";
}

pub struct World {
    pub db: Arc<Db>,
    /// Path or URL.
    pub place: String,
    pub folder: Option<Folder>,
}

/// Removed with everything in it.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Folder {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("db-it-{}-{number}", std::process::id()));
        std::fs::create_dir(&path).unwrap();
        Folder(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

impl World {
    /// Empty, without a schema.
    pub fn bare_sqlite() -> World {
        let folder = Folder::new();
        let path = folder.0.join("test.db");
        let db = Arc::new(Db::sqlite(&path, 4).unwrap());
        World { db, place: path.to_str().unwrap().to_owned(), folder: Some(folder) }
    }

    /// Empty, without a schema.
    pub fn bare_postgres() -> World {
        let place = PostgresServer::shared().database();
        World { db: Arc::new(Db::postgres(&place, 2, 8).unwrap()), place, folder: None }
    }

    pub async fn migrated(self) -> World {
        assert_eq!(self.db.migrate(STEPS).await.unwrap(), STEPS.len());
        self
    }

    pub async fn add(&self, no: &str) -> db::Result<()> {
        let no = no.to_owned();
        self.db.write(move |tx| add(tx, &no)).await
    }

    pub async fn orders(&self) -> i64 {
        self.db.read(|tx| tx.one(&COUNT, p![], |r| r.get(0))).await.unwrap()
    }

    pub async fn has(&self, no: &str) -> bool {
        let no = no.to_owned();
        let count = self.db.read(move |tx| tx.one(&COUNT_NO, p![&no], |r| r.get::<i64>(0))).await;
        count.unwrap() == 1
    }

    /// A second handle on the same database.
    pub fn open_again(&self) -> Arc<Db> {
        Arc::new(match self.db.engine() {
            db::Engine::Sqlite => Db::sqlite(self.place.as_ref(), 1).unwrap(),
            db::Engine::Postgres => Db::postgres(&self.place, 1, 1).unwrap(),
        })
    }
}

pub fn add(tx: &mut Tx, no: &str) -> db::Result<()> {
    tx.exec(&ADD, p![no, true, &[1, 2], None::<&str>]).map(drop)
}

/// One test function, two tests.
#[macro_export]
macro_rules! both {
    ($(async fn $name:ident($world:ident: World) $body:block)*) => { $(
        mod $name {
            use super::*;
            async fn case($world: World) $body
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() { case(World::bare_sqlite().migrated().await).await }
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() { case(World::bare_postgres().migrated().await).await }
        }
    )* };
}
