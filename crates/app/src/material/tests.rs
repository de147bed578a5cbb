//! What an order needs, where its files go, and what a submission keeps.

use super::*;
use crate::attachment::sweep::{Reach, sweep};
use crate::attachment::{LooseFile, open_as_staff};
use crate::fixture::forms::confirmed;
use crate::fixture::{self, World};
use crate::order::store::Find;
use crate::order::{draft, query, submit};
use crate::who::CompanyUser;
use crate::{App, attachment, setup};
use domain::id::AttachmentId;
use domain::id::OrderNumber;
use domain::material::{Condition, Material, MaterialRule, Source};
use domain::order::form::OrderForm;
use domain::order::{Refusal, Why};
use domain::rights::Role;
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};

const COMPANY: &str = "澜州青禾建设工程有限公司";

fn rule(material: Material, condition: Condition, source: Source) -> MaterialRule {
    MaterialRule { material, certificate: String::new(), condition, source, required: true }
}

/// A company with a draft of 2 certificates and `seals` seals, for a project that asks for a licence of the profile,
/// the order's own form, and the imprint of each seal.
async fn begin(world: &World, seals: u32) -> (CompanyUser, OrderNumber) {
    let project = world.project().await;
    let rules = [
        rule(Material::Licence, Condition::Always, Source::Profile),
        rule(Material::Application, Condition::Always, Source::Order),
        rule(Material::SealImage, Condition::Sealed, Source::Order),
    ];
    setup::add_material_rules(world, project, date(2026, 1, 1), &rules).await.unwrap();
    let user = world.company(COMPANY).await;
    let form = OrderForm {
        project: project.to_string(),
        certs: "2".into(),
        seals: seals.to_string(),
        get: "pickup".into(),
        outlet: world.outlet().await.to_string(),
        ..OrderForm::default()
    };
    let number = draft::create(world, &user, &form, "op").await.unwrap();
    (user, number)
}

async fn kept(app: &App, user: &CompanyUser, slot: Slot, shade: u8) -> PlacedFile {
    let picture = image::GrayImage::from_pixel(8, 8, image::Luma([shade]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    let file: LooseFile =
        attachment::keep(app, user, slot.material, "x.png", bytes.into_inner()).await.unwrap().unwrap();
    PlacedFile { slot, guessed: false, file }
}

async fn give(world: &World, user: &CompanyUser, number: &OrderNumber, slot: &str, shade: u8) -> Vec<String> {
    let arrived = kept(world, user, Slot::parse(slot).unwrap(), shade).await;
    let left = attach_to_order(world, user, number, vec![arrived]).await.unwrap();
    left.into_iter()
        .map(|UnplacedFile { why: PlacingError::NotAsked(said) | PlacingError::Full(said), .. }| said)
        .collect()
}

fn slots(sheet: &Sheet) -> Vec<String> {
    sheet.files().map(|(slot, _)| slot.to_string()).collect()
}

#[tokio::test]
async fn an_order_without_its_documents_is_not_submitted_and_the_refusal_names_them() {
    let world = fixture::app();
    let (user, number) = begin(&world, 2).await;
    give(&world, &user, &number, "seal_image-1", 1).await;
    let Err(Error::Refused(Refusal { why, .. })) = submit::submit(&world, &user, &number, &confirmed(1)).await else {
        panic!()
    };
    assert_eq!(why, Why::Incomplete(vec!["营业执照", "数字证书申请表", "印模"]));
    for slot in ["licence", "application", "seal_image-2"] {
        assert_eq!(give(&world, &user, &number, slot, 2).await, [""; 0]);
    }
    let order = submit::submit(&world, &user, &number, &confirmed(1)).await.unwrap();
    let detail = query::detail(&world, Find::Own(user.id, number.clone())).await.unwrap();
    let frozen: Vec<String> = detail.snapshot.unwrap().materials.into_iter().map(|one| one.slot).collect();
    assert_eq!(frozen, ["licence", "application", "seal_image-1", "seal_image-2"]);
    let rows = world.read(move |tx| submitted(tx, order.id, 1)).await.unwrap();
    assert_eq!(rows.iter().map(|(slot, _)| slot.to_string()).collect::<Vec<_>>(), frozen);
}

#[tokio::test]
async fn a_document_of_the_profile_serves_the_next_order_too() {
    let world = fixture::app();
    let (user, number) = begin(&world, 0).await;
    give(&world, &user, &number, "licence", 1).await;
    let form = OrderForm { certs: "1".into(), ..form_of(&world, &user, &number).await };
    let second = draft::create(&world, &user, &form, "op 2").await.unwrap();
    assert_eq!(slots(&of_order(&world, &user, &second).await.unwrap()), ["licence"]);
    assert_eq!(of_order(&world, &user, &second).await.unwrap().missing(), ["数字证书申请表"]);
}

async fn form_of(world: &World, user: &CompanyUser, number: &OrderNumber) -> OrderForm {
    let stored = query::plain(world, Find::Own(user.id, number.clone())).await.unwrap();
    OrderForm::from_draft(&stored.draft)
}

#[tokio::test]
async fn a_submission_keeps_its_files_when_the_profile_gets_a_new_one() {
    let world = fixture::app();
    let (user, number) = begin(&world, 0).await;
    for slot in ["licence", "application"] {
        give(&world, &user, &number, slot, 1).await;
    }
    submit::submit(&world, &user, &number, &confirmed(1)).await.unwrap();
    let newer = kept(&world, &user, Slot::only(Material::Licence), 9).await;
    attach_to_profile(&world, &user, vec![newer]).await.unwrap();
    let id = query::plain(&world, Find::Own(user.id, number)).await.unwrap().order.id;
    let rows = world.read(move |tx| submitted(tx, id, 1)).await.unwrap();
    assert_eq!(rows[0].1.id, AttachmentId::new(1));
    let reviewer = world.staff(Role::Reviewer).await;
    assert!(open_as_staff(&world, &reviewer, AttachmentId::new(1)).await.is_ok());
    assert!(matches!(open_as_staff(&world, &reviewer, AttachmentId::new(3)).await, Err(Error::NotFound)));
    let shipper = world.staff(Role::Shipper).await;
    assert!(matches!(open_as_staff(&world, &shipper, AttachmentId::new(1)).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_submitted_order_takes_no_more_files() {
    let world = fixture::app();
    let (user, number) = begin(&world, 0).await;
    for slot in ["licence", "application"] {
        give(&world, &user, &number, slot, 1).await;
    }
    submit::submit(&world, &user, &number, &confirmed(1)).await.unwrap();
    let late = kept(&world, &user, Slot::only(Material::Application), 7).await;
    assert!(matches!(attach_to_order(&world, &user, &number, vec![late]).await, Err(Error::Refused(_))));
}

#[tokio::test]
async fn a_place_that_the_order_does_not_have_takes_no_file_and_the_others_are_kept() {
    let world = fixture::app();
    let (user, number) = begin(&world, 1).await;
    let files = [
        kept(&world, &user, Slot::parse("seal_image-2").unwrap(), 1).await,
        kept(&world, &user, Slot::parse("licence").unwrap(), 2).await,
    ];
    let left = attach_to_order(&world, &user, &number, files.to_vec()).await.unwrap();
    let [UnplacedFile { arrived, why: PlacingError::NotAsked(_) }] = left.as_slice() else { panic!("{left:?}") };
    assert_eq!(arrived.slot.to_string(), "seal_image-2");
    assert_eq!(slots(&of_order(&world, &user, &number).await.unwrap()), ["licence"]);
}

#[tokio::test]
async fn the_twenty_first_file_is_refused_until_one_is_taken_out() {
    let world = fixture::app();
    let (user, number) = begin(&world, 0).await;
    for shade in 0..20 {
        assert_eq!(give(&world, &user, &number, "other", shade).await, [""; 0], "{shade}");
    }
    let refused = give(&world, &user, &number, "other", 99).await;
    assert_eq!(refused, ["每个订单最多 20 个文件，请先删除不需要的补充材料"]);
    drop_other(&world, &user, &number, Slot::parse("other-3").unwrap()).await.unwrap();
    assert_eq!(give(&world, &user, &number, "licence", 1).await, [""; 0]);
    let sheet = of_order(&world, &user, &number).await.unwrap();
    assert_eq!(sheet.files().count(), 20);
    assert!(!slots(&sheet).contains(&"other-3".to_owned()));
}

#[tokio::test]
async fn the_files_of_another_company_cannot_be_touched() {
    let world = fixture::app();
    let (_, number) = begin(&world, 0).await;
    let other = world.company("临溪恒远建材有限公司").await;
    let file = kept(&world, &other, Slot::only(Material::Licence), 1).await;
    assert!(matches!(attach_to_order(&world, &other, &number, vec![file]).await, Err(Error::NotFound)));
    assert!(matches!(of_order(&world, &other, &number).await, Err(Error::NotFound)));
    let slot = Slot::parse("other-1").unwrap();
    assert!(matches!(drop_other(&world, &other, &number, slot).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn the_files_of_a_deleted_draft_are_swept_out() {
    let world = fixture::app();
    let (user, number) = begin(&world, 0).await;
    for slot in ["licence", "application"] {
        give(&world, &user, &number, slot, 1).await;
    }
    submit::delete(&world, &user, &number, 1).await.unwrap();
    world.clock.advance(SignedDuration::from_hours(3));
    assert_eq!(sweep(&world, Reach::All).await.unwrap(), 1, "the order's own; that of the profile stays");
    let left = world.read(|tx| Ok(crate::attachment::store::unused(tx, Timestamp::MAX, 9)?)).await.unwrap();
    assert_eq!(left, []);
}
