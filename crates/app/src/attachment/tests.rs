//! Files from the browser into the store and back, and what is swept out.

use super::inspect::samples::{jpg, png};
use super::sweep::{Reach, damaged, sweep};
use super::*;
use crate::fixture::{self, World};
use crate::material::{PlacedFile, attach_to_profile};
use crate::settings::{CompanyLimits, Settings};
use domain::material::Slot;
use domain::rights::Role;
use jiff::SignedDuration;
use jiff::Timestamp;

const COMPANY: &str = "澜州青禾建设工程有限公司";

async fn kept(world: &World, user: &CompanyUser, bytes: Vec<u8>) -> LooseFile {
    keep(world, user, Material::Licence, r"C:\扫描\营业执照.png", bytes).await.unwrap().unwrap()
}

async fn licence(world: &World, user: &CompanyUser, bytes: Vec<u8>) -> LooseFile {
    let file = kept(world, user, bytes).await;
    let arrived = PlacedFile { slot: Slot::only(Material::Licence), guessed: false, file: file.clone() };
    attach_to_profile(world, user, vec![arrived]).await.unwrap();
    file
}

async fn all_rows(world: &World) -> Vec<(AttachmentId, String)> {
    world.read(|tx| Ok(store::unused(tx, Timestamp::MAX, 100)?)).await.unwrap()
}

#[tokio::test]
async fn a_file_comes_back_to_its_company_alone_byte_by_byte() {
    let world = fixture::app();
    let (user, other) = (world.company(COMPANY).await, world.company("临溪恒远建材有限公司").await);
    let file = licence(&world, &user, png()).await;
    assert_eq!((file.name.as_str(), file.kind), ("营业执照.png", Kind::Png));
    let id = AttachmentId::new(1);
    let (found, bytes) = open_own(&world, &user, id).await.unwrap();
    assert_eq!((found.file.clone(), bytes.len() as i64), (file, found.file.size));
    assert!(matches!(open_own(&world, &other, id).await, Err(Error::NotFound)));
    let reviewer = world.staff(Role::Reviewer).await;
    assert!(matches!(open_as_staff(&world, &reviewer, id).await, Err(Error::NotFound)), "it was never submitted");
}

#[tokio::test]
async fn names_in_the_store_say_nothing_of_whose_a_file_is() {
    let world = fixture::app();
    let user = world.company(COMPANY).await;
    let (first, second) = (kept(&world, &user, png()).await, kept(&world, &user, png()).await);
    assert_ne!(first.key, second.key);
    for key in [first.key, second.key] {
        let (day, name) = key.split_once('/').unwrap();
        assert_eq!((day, name.len()), ("20261123", 32));
        assert!(name.bytes().all(|byte| byte.is_ascii_hexdigit()));
    }
}

#[tokio::test]
async fn the_same_file_again_keeps_its_row_and_another_one_takes_its_place() {
    let world = fixture::app();
    let user = world.company(COMPANY).await;
    let first = licence(&world, &user, png()).await;
    licence(&world, &user, png()).await;
    assert_eq!(all_rows(&world).await, [], "one row, and it is used");
    licence(&world, &user, jpg()).await;
    assert_eq!(all_rows(&world).await, [(AttachmentId::new(1), first.key)]);
}

#[tokio::test]
async fn what_nobody_needs_is_swept_out_after_a_while_and_nothing_else() {
    let world = fixture::app();
    let user = world.company(COMPANY).await;
    let old = licence(&world, &user, png()).await;
    let orphan = kept(&world, &user, png()).await;
    let new = licence(&world, &user, jpg()).await;
    assert_eq!(sweep(&world, Reach::All).await.unwrap(), 0, "somebody may still look at it");
    // The store tells the real time of each file; this clock is far behind it.
    world.clock.advance(SignedDuration::from_hours(24 * 366 * 20));
    assert_eq!(sweep(&world, Reach::Recent).await.unwrap(), 1, "the replaced one; the orphan is of an earlier day");
    assert_eq!(sweep(&world, Reach::All).await.unwrap(), 1);
    assert!(world.files.get(&old.key).await.is_err() && world.files.get(&orphan.key).await.is_err());
    assert!(world.files.get(&new.key).await.is_ok());
    assert_eq!(damaged(&world.db, &world.files).await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn a_file_that_is_lost_or_changed_is_found_and_not_handed_out() {
    let world = fixture::app();
    let user = world.company(COMPANY).await;
    let file = licence(&world, &user, png()).await;
    world.files.put(&file.key, b"something else".to_vec()).await.unwrap();
    assert!(matches!(open_own(&world, &user, AttachmentId::new(1)).await, Err(Error::Fault(_))));
    assert_eq!(damaged(&world.db, &world.files).await.unwrap(), ["the file of attachment 1 is not what was stored"]);
    world.files.delete(&file.key).await.unwrap();
    assert_eq!(damaged(&world.db, &world.files).await.unwrap(), ["attachment 1 has no file"]);
}

#[tokio::test]
async fn a_company_sends_so_many_files_a_day_and_is_told_when_it_may_go_on() {
    let company_limits = CompanyLimits { uploads_per_day: 2, ..Settings::default().company_limits };
    let world = fixture::app_with(Settings { company_limits, ..Settings::default() });
    let (user, other) = (world.company(COMPANY).await, world.company("临溪恒远建材有限公司").await);
    let first_at = world.now();
    kept(&world, &user, png()).await;
    world.clock.advance(SignedDuration::from_mins(10));
    let refused = keep(&world, &user, Material::Licence, "x.png", b"no picture".to_vec()).await.unwrap();
    assert!(refused.is_err(), "a file that is refused counts: looking at it is the work");
    let third = keep(&world, &user, Material::Licence, "x.png", png()).await;
    let open = first_at.checked_add(SignedDuration::from_hours(24)).unwrap();
    assert!(matches!(third, Err(Error::Limited { until, what: "上传文件" }) if until == open), "{third:?}");
    kept(&world, &other, png()).await;
    world.clock.advance(SignedDuration::from_hours(24));
    kept(&world, &user, png()).await;
}
