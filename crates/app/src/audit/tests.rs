#![allow(clippy::unwrap_used)]
use super::query::{Filter, PAGE, list};
use super::*;
use crate::Error;
use crate::fixture::{self, World};
use crate::verify::verify;
use domain::rights::Role;
use jiff::civil::date;

async fn add(world: &World, actor: &Actor, action: Action, subject: &str) {
    let (actor, subject, now) = (actor.clone(), subject.to_owned(), world.now());
    let entry = move |tx: &mut Tx| {
        let entry = Entry { actor: &actor, action, subject: subject.clone(), detail: "手机号".into() };
        Ok(record(tx, &entry, now)?)
    };
    world.write(entry).await.unwrap();
}

#[tokio::test]
async fn every_row_continues_one_chain_and_a_rolled_back_one_leaves_no_gap() {
    let world = fixture::app();
    let reviewer = world.staff(Role::Reviewer).await.actor();
    add(&world, &reviewer, Action::ViewPersonal, "DZ20261123-0001").await;
    let lost = world
        .write(|tx| {
            let now = fixture::START.parse().unwrap();
            let entry =
                Entry { actor: &Actor::System, action: Action::Export, subject: "x".into(), detail: String::new() };
            record(tx, &entry, now)?;
            Err::<(), _>(Error::NotFound)
        })
        .await;
    assert!(lost.is_err());
    add(&world, &Actor::System, Action::Keys, "密钥").await;
    let report = verify(&world.db).await.unwrap();
    assert_eq!((report.audited, report.problems), (2, Vec::new()));
    assert_eq!(report.audit_head.len(), 64);
}

#[tokio::test]
async fn auditors_alone_read_it_by_action_person_and_day() {
    let world = fixture::app();
    let (reviewer, auditor) = (world.staff(Role::Reviewer).await, world.staff(Role::Auditor).await);
    add(&world, &reviewer.actor(), Action::ViewPersonal, "一").await;
    world.clock.advance_secs(86_400);
    add(&world, &reviewer.actor(), Action::Export, "二").await;
    add(&world, &Actor::System, Action::Export, "三").await;
    let found = async |filter: Filter| -> Vec<String> {
        list(&world, &auditor, filter, None).await.unwrap().0.into_iter().map(|line| line.subject).collect()
    };
    assert_eq!(found(Filter::default()).await, ["三", "二", "一"]);
    assert_eq!(found(Filter { action: Some(Action::Export), ..Filter::default() }).await, ["三", "二"]);
    let person = Some(reviewer.name.clone());
    assert_eq!(found(Filter { person: person.clone(), ..Filter::default() }).await, ["二", "一"]);
    let both = Filter { action: Some(Action::Export), person, day: Some(date(2026, 11, 24)) };
    assert_eq!(found(both).await, ["二"]);
    assert_eq!(found(Filter { day: Some(date(2026, 11, 23)), ..Filter::default() }).await, ["一"]);
    assert_eq!(found(Filter { day: Some(date(2026, 11, 22)), ..Filter::default() }).await, [""; 0]);
    let other = list(&world, &reviewer, Filter::default(), None).await;
    assert!(matches!(other, Err(Error::NotFound)));
}

#[tokio::test]
async fn pages_follow_each_other_without_a_row_twice() {
    let world = fixture::app();
    let auditor = world.staff(Role::Auditor).await;
    for i in 0..=PAGE {
        add(&world, &Actor::System, Action::Export, &i.to_string()).await;
    }
    let (first, next) = list(&world, &auditor, Filter::default(), None).await.unwrap();
    let (second, end) = list(&world, &auditor, Filter::default(), next).await.unwrap();
    assert_eq!((first.len(), second.len(), end), (PAGE as usize, 1, None));
    assert_eq!((second[0].seq, second[0].subject.as_str()), (1, "0"));
}

#[test]
fn every_action_has_a_code_of_its_own() {
    for action in Action::ALL {
        assert_eq!(Action::from_code(action.code()), Some(action));
    }
}
