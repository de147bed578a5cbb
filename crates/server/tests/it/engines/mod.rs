//! SQLite and PostgreSQL do the same. The schema and every statement are compared; then the use cases run on both, each
//! test in a database of its own, with outside services that keep ledgers of their own. Nothing here speaks HTTP.
//! A machine without PostgreSQL fails these tests: they never pass by being skipped.

/// One test function, two tests.
macro_rules! both {
    ($(async fn $name:ident($world:ident: World) $body:block)*) => { $(
        mod $name {
            use super::*;
            async fn case($world: World) $body
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() { case(World::sqlite().await).await }
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() { case(World::postgres().await).await }
        }
    )* };
}

mod clients;
mod consoles;
mod money;
mod outbox;
mod people;
mod ports;
mod races;
mod records;
mod roles;
mod schema;
mod sealed;
mod walks;
mod world;
