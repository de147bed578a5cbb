//! Personal data at rest: nothing plain in any column, older plain rows still read, keys changed in batches.

use super::people::MOBILE;
use super::ports::CountedChance;
use super::world::World;
use app::audit::{self, Action, Entry};
use app::company;
use app::order::query;
use app::vault::{KeyRing, Tx, Vault, rotate};
use app::verify::verify;
use db::{Result, p};
use domain::actor::Actor;
use domain::rights::Role;
use std::sync::Arc;

const COMPANY: &str = "澜州青禾建设工程有限公司";

db::sql! {
    TEXTS = "select mobile, contact, profile, invoice_profile from company";
    DELIVERIES = "select delivery from orders";
    SNAPSHOTS = "select snapshot from submission";
    ORDERED = "select ordered from invoice";
    PLAIN_MOBILE = "update company set mobile = $1";
    PLAIN_CONTACT = "update company set contact = $1";
    PLAIN_DELIVERY = "update orders set delivery = $1";
    AUDIT_CHANGED = "update audit set detail = 'nothing' where seq = 1";
    AUDIT_CUT = "delete from audit where seq = 2";
}

/// Every sealed text that this test's rows have.
async fn sealed(world: &World) -> Vec<String> {
    let all = world.app.db.read(|tx: &mut db::Tx| -> Result<Vec<String>> {
        let mut texts = Vec::new();
        tx.step(&TEXTS, p![], |r| {
            for column in 0..4 {
                texts.push(r.get::<String>(column)?);
            }
            Ok(true)
        })?;
        for sql in [&DELIVERIES, &SNAPSHOTS, &ORDERED] {
            texts.extend(tx.all(sql, p![], |r| r.get::<String>(0))?);
        }
        Ok(texts)
    });
    all.await.unwrap()
}

/// The same database under a ring with one more key.
fn with_newer_key(world: &World) -> (KeyRing, Arc<Vault>) {
    let chance = CountedChance::default();
    let mut ring = KeyRing::generate(&chance);
    ring.add(&chance);
    let vault = Vault::new(&ring, world.app.chance.clone()).unwrap();
    (ring, Arc::new(vault))
}

async fn approved(world: &World) -> domain::id::OrderNumber {
    let (user, reviewer) = (world.company(COMPANY).await, world.staff(Role::Reviewer, "r").await);
    let number = world.under_review(&user, &world.by_courier().await).await;
    world.approve(&reviewer, &number).await;
    number
}

both! {
    async fn nothing_personal_is_stored_in_the_clear(world: World) {
        approved(&world).await;
        let texts = sealed(&world).await;
        assert_eq!(texts.len(), 7);
        assert!(texts.iter().all(|text| text.starts_with("s1.1.")), "{texts:?}");
    }

    async fn rows_of_an_older_version_are_read_and_sealed_by_the_next_change_of_keys(world: World) {
        let number = approved(&world).await;
        let before = world.detail(&number).await;
        let contact = app::who::CompanyUser { id: before.stored.order.company, name: String::new(), contact_name: String::new() };
        let company = company::load(&world.app, contact.id).await.unwrap();
        let contact = serde_json::to_string(&company.contact).unwrap();
        let delivery = serde_json::to_string(&before.stored.order.delivery).unwrap();
        let plain = [(&PLAIN_MOBILE, MOBILE.to_owned()), (&PLAIN_CONTACT, contact), (&PLAIN_DELIVERY, delivery)];
        for (sql, text) in plain {
            world.app.db.write(move |tx| tx.exec(sql, p![&text])).await.unwrap();
        }
        assert_eq!(company::load(&world.app, company.id).await.unwrap(), company);
        assert_eq!(world.order(&number).await, before.stored.order);

        let (ring, vault) = with_newer_key(&world);
        let count = rotate::rotate(&world.app.db, &vault, |_, _| {}).await.unwrap();
        assert!(count >= 7, "only {count}");
        assert!(sealed(&world).await.iter().all(|text| text.starts_with("s1.2.")));
        assert_eq!(rotate::rotate(&world.app.db, &vault, |_, _| {}).await.unwrap(), 0, "nothing is left to do");

        let later = app::App { vault: Arc::new(Vault::new(&ring, world.app.chance.clone()).unwrap()), ..world.app.clone() };
        let find = app::order::store::Find::System(number);
        let after = query::detail(&later, find).await.unwrap();
        assert_eq!((after.snapshot, after.stored), (before.snapshot, before.stored));
        assert_eq!(after.invoice.unwrap().ordered, before.invoice.unwrap().ordered);
    }

    async fn a_database_is_not_written_under_keys_that_are_not_its_own(world: World) {
        rotate::prove(&world.app.db, &world.app.vault).await.unwrap();
        rotate::prove(&world.app.db, &world.app.vault).await.unwrap();
        let (_, newer) = with_newer_key(&world);
        rotate::prove(&world.app.db, &newer).await.unwrap();
        let chance = CountedChance::default();
        let _ = app::chance::bytes::<32>(&chance);
        let strange = Vault::new(&KeyRing::generate(&chance), world.app.chance.clone()).unwrap();
        let refused = rotate::prove(&world.app.db, &strange).await.unwrap_err();
        assert!(refused.to_string().contains("key file"), "{refused}");
    }

    async fn a_hand_on_the_audit_trail_is_reported(world: World) {
        for subject in ["一", "二"] {
            let now = world.app.now();
            let add = move |tx: &mut Tx| {
                let entry = Entry { actor: &Actor::System, action: Action::Export, subject: subject.into(), detail: String::new() };
                Ok(audit::record(tx, &entry, now)?)
            };
            world.app.write(add).await.unwrap();
        }
        assert_eq!(verify(&world.app.db).await.unwrap().problems, Vec::<String>::new());
        for (sql, sentence) in [(&AUDIT_CHANGED, "was changed at 1"), (&AUDIT_CUT, "ends at 1")] {
            assert_eq!(world.app.db.write(move |tx| tx.exec(sql, p![])).await.unwrap(), 1);
            let problems = verify(&world.app.db).await.unwrap().problems;
            assert!(problems.iter().any(|p| p.contains(sentence)), "{problems:?}");
        }
    }
}
