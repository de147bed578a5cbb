//! The check of the records finds what a hand has changed, and nothing where no hand was.

use super::world::World;
use app::verify::verify;
use db::{Sql, p};
use domain::rights::Role;
use jiff::SignedDuration;

const COMPANY: &str = "澜州青禾建设工程有限公司";

db::sql! {
    OTHER_NOTE = "update history set note = 'another note' where order_id = $1 and version = 3";
    OTHER_ACTOR = "update history set actor_name = 'somebody else' where order_id = $1 and version = 2";
    OTHER_TIME = "update history set at = at + 1 where order_id = $1 and version = 1";
    LAST_IS_GONE = "delete from history where order_id = $1
        and version = (select max(h.version) from history h where h.order_id = $1)";
    ONE_IS_GONE = "delete from history where order_id = $1 and version = 2";
    OTHER_STATUS = "update orders set status = 'completed' where id = $1";
    OTHER_PRICE = "update payment_attempt set amount = amount + 1 where order_id = $1";
    NO_INVOICE = "delete from invoice where order_id = $1";
    UNSETTLED = "update payment_attempt set state = 'closed' where order_id = $1";
}

/// What a hand may do, and a word of the sentence that must name it.
const HANDS: [(&Sql, &str); 9] = [
    (&OTHER_NOTE, "was changed at 3"),
    (&OTHER_ACTOR, "was changed at 2"),
    (&OTHER_TIME, "was changed at 1"),
    (&LAST_IS_GONE, "does not lead to its state"),
    (&ONE_IS_GONE, "has a gap before 3"),
    (&OTHER_STATUS, "does not lead to its state"),
    (&OTHER_PRICE, "an approved order without its payment"),
    (&NO_INVOICE, "an approved order without its invoice"),
    (&UNSETTLED, "an approved order without its payment"),
];

both! {
    async fn every_change_by_hand_is_reported(world: World) {
        let user = world.company(COMPANY).await;
        let reviewer = world.staff(Role::Reviewer, "r").await;
        let form = world.by_courier().await;
        for (sql, sentence) in HANDS {
            let number = world.under_review(&user, &form).await;
            world.approve(&reviewer, &number).await;
            world.work_for(SignedDuration::from_mins(1)).await;
            let about = |problems: Vec<String>| problems.into_iter().filter(|p| p.contains(number.as_str())).collect::<Vec<_>>();
            assert_eq!(about(verify(&world.app.db).await.unwrap().problems), Vec::<String>::new(), "before {}", sql.name);
            let id = world.id(&number).await.get();
            let changed = world.app.db.write(move |tx| tx.exec(sql, p![id])).await.unwrap();
            assert_eq!(changed, 1, "{}", sql.name);
            let problems = about(verify(&world.app.db).await.unwrap().problems);
            assert!(problems.iter().any(|p| p.contains(sentence)), "{}: {problems:?}", sql.name);
        }
    }
}
