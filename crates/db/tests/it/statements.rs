//! Placeholders, values, streaming, PREPARE.

use db::{Engine, Error, p};

use crate::both;
use crate::world::{ADD, ALL, COUNT, OUT_OF_ORDER, TOUCH, WHOLE, World, add};

both! {
    async fn placeholders_may_be_out_of_order_and_repeated(world: World) {
        let write = |tx: &mut db::Tx| {
            tx.exec(&ADD, p!["a", false, None::<&[u8]>, Some("why")])?;
            tx.all(&OUT_OF_ORDER, p!["a", 0, "why"], |r| r.get::<i64>(0))
        };
        assert_eq!(world.db.write(write).await.unwrap(), [1]);
        let too_few = world.db.read(|tx| tx.all(&OUT_OF_ORDER, p!["a", 0], |r| r.get::<i64>(0))).await;
        assert!(matches!(too_few, Err(Error::Failed(text)) if text.contains("OUT_OF_ORDER: 3 parameters, 2 given")));
    }

    async fn every_kind_of_value_comes_back_as_it_went_in(world: World) {
        type Whole = (String, i64, bool, Vec<u8>, Option<String>);
        world.add("中文").await.unwrap();
        let whole = |tx: &mut db::Tx| {
            tx.opt(&WHOLE, p!["中文"], |r| Ok::<Whole, Error>((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?)))
        };
        assert_eq!(world.db.read(whole).await.unwrap(), Some(("中文".into(), 0, true, vec![1, 2], None)));
        let wrong = world.db.read(|tx| tx.opt(&WHOLE, p!["中文"], |r| r.get::<i64>(0))).await;
        assert!(matches!(wrong, Err(Error::Failed(text)) if text.contains("WHOLE: column 0 is not a i64")));
        let none = world.db.read(|tx| tx.one(&WHOLE, p!["absent"], |r| r.get::<String>(0))).await;
        assert_eq!(none, Err(Error::NoRow(WHOLE.name)));
    }

    async fn a_stream_of_rows_can_be_stopped(world: World) {
        let three = |tx: &mut db::Tx| ["a", "b", "c"].iter().try_for_each(|no| add(tx, no));
        world.db.write(three).await.unwrap();
        let two = |tx: &mut db::Tx| {
            let mut left = 2;
            let seen = tx.step(&crate::world::LIST, p![], |_| { left -= 1; Ok(left > 0) })?;
            let all = tx.one(&COUNT, p![], |r| r.get::<i64>(0))?; // the connection is good for the next statement
            Ok::<_, Error>((seen, all))
        };
        assert_eq!(world.db.read_long(two).await.unwrap(), (2, 3));
    }

    async fn every_statement_can_be_prepared(world: World) {
        for (name, prepared) in world.db.prepare_all(ALL) {
            assert!(prepared.is_ok(), "{name}: {prepared:?}");
        }
        let wrong = world.db.prepare_all(crate::statements::wrong::ALL);
        assert!(wrong[0].1.is_err());
        assert_eq!(wrong[1].1.is_err(), world.db.engine() == Engine::Postgres, "a column of type int4");
    }

    async fn a_write_in_a_read_is_refused(world: World) {
        world.add("a").await.unwrap();
        assert!(world.db.read(|tx| tx.exec(&TOUCH, p!["a"])).await.is_err());
        assert!(world.db.read_long(|tx| tx.exec(&TOUCH, p!["a"])).await.is_err());
        let version = world.db.read(|tx| tx.one(&WHOLE, p!["a"], |r| r.get::<i64>(1))).await;
        assert_eq!(version.unwrap(), 0);
    }
}

mod wrong {
    db::sql! {
        NO_SUCH_TABLE = "select id from nothing";
        NOT_BIGINT = "select 1";
    }
}

#[tokio::test]
async fn both_engines_prepare_the_same_statements_alike_and_have_the_same_shape() {
    let (sqlite, postgres) = (World::bare_sqlite().migrated().await, World::bare_postgres().migrated().await);
    assert_eq!(sqlite.db.prepare_all(ALL), postgres.db.prepare_all(ALL));
    let shape = sqlite.db.shape().unwrap();
    assert_eq!(shape, postgres.db.shape().unwrap());
    assert_eq!(shape.tables["orders"].unique, [["no"]]);
    assert_eq!(shape.indexes["orders_by_version"].columns, ["version", "id desc"]);
    assert!(shape.indexes["orders_by_version"].partial);
    assert!(shape.tables["orders"].columns.iter().any(|c| c.name == "raw" && c.kind == "bytes" && c.nullable));
}
