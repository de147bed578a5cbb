//! From approval to the user's hands, by courier and by pickup, through the pages alone.
#![allow(clippy::unwrap_used)]

use crate::fixture::Browser;
use crate::orders::flow_world::{COURIER, NUMBER, PICKUP, paid, submitted, url, world};
use crate::site::Site;
use app::account::{Origin, session};
use app::setup;
use app::who::{StaffUser, Who};
use axum::http::StatusCode;
use domain::id::OutletId;
use domain::rights::Role;

/// Somebody of an outlet, logged in.
async fn outlet_staff(site: &Site, login: &str, outlet: i64) -> Browser {
    let outlet = Some(OutletId::new(outlet));
    let secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
    let added = setup::add_staff(&site.app, login, "郑书言", Role::Outlet, outlet, "Tian7-lan-Shan", secret).await;
    let (id, outlet_name) = (added.unwrap(), Some("东湖网点".to_owned()));
    let user = StaffUser { id, role: Role::Outlet, outlet, outlet_name, name: "郑书言".into() };
    let (_, visitor) = session::start(&site.app).await.unwrap();
    let (token, _) = session::upgrade(&site.app, &visitor, Who::Staff(user), Origin::default()).await.unwrap();
    let mut browser = Browser::new(site);
    browser.cookie = Some(format!("sid={token}"));
    browser
}

/// The order is paid and approved.
async fn approved(way: &[(&str, &str)]) -> (Site, Browser) {
    let (site, mut browser) = world(true).await;
    submitted(&mut browser, way).await;
    paid(&mut browser).await;
    let mut reviewer = Browser::new(&site);
    reviewer.enter_as(Role::Reviewer).await;
    reviewer.get(&format!("/cakey/staff/review/{NUMBER}")).await;
    let version = reviewer.input("version").to_owned();
    let path = format!("/cakey/staff/review/{NUMBER}/decide");
    let decided = reviewer.post(&path, &[("version", &version), ("d", "ok")]).await;
    assert_eq!(decided.location(), "/cakey/staff/review?done=approved", "{}", decided.body);
    (site, browser)
}

#[tokio::test]
async fn a_parcel_is_shipped_corrected_and_received() {
    let (site, mut browser) = approved(COURIER).await;
    let mut shipper = Browser::new(&site);
    shipper.enter_as(Role::Shipper).await;
    assert!(shipper.get("/cakey/staff/shipping").await.body.contains(NUMBER));
    let path = format!("/cakey/staff/shipping/{NUMBER}");
    for (waybill, next) in [("sf0012345678901", "/cakey/staff/shipping?done=shipped"), ("12345678", path.as_str())] {
        shipper.get(&path).await;
        let version = shipper.input("version").to_owned();
        let fields = [("version", version.as_str()), ("carrier", "sf"), ("waybill", waybill)];
        assert_eq!(shipper.post(&path, &fields).await.location(), next);
    }
    assert!(shipper.get("/cakey/staff/shipping?done=shipped").await.body.contains("正在发短信给用户"));
    assert!(shipper.get(&path).await.body.contains("单号不像顺丰速运的单号"));
    let detail = browser.get(&url("")).await.body;
    assert!(detail.contains("12345678") && detail.contains("原单号 SF0012345678901"));
    let version = browser.input("version").to_owned();
    assert_eq!(browser.post(&url("/confirm"), &[("version", &version)]).await.location(), url(""));
    assert!(browser.get(&url("")).await.body.contains("已完成"));
}

#[tokio::test]
async fn a_pickup_is_announced_handed_over_and_confirmed_at_one_outlet_alone() {
    let (site, mut browser) = approved(PICKUP).await;
    setup::add_outlet(&site.app, "西岭网点", "西岭区建设大道 6 号", "0990-0000002", "工作日").await.unwrap();
    let mut stranger = outlet_staff(&site, "xiling", 2).await;
    let order = format!("/cakey/staff/desk/{NUMBER}");
    assert_eq!(stranger.get(&order).await.status, StatusCode::NOT_FOUND);
    assert!(!stranger.get("/cakey/staff/desk").await.body.contains(NUMBER));

    let mut desk = outlet_staff(&site, "donghu", 1).await;
    desk.get(&order).await;
    let version = desk.input("version").to_owned();
    let ready = desk.post(&format!("{order}/ready"), &[("version", &version)]).await;
    assert_eq!(ready.location(), "/cakey/staff/desk?tab=ready&done=ready", "{}", ready.body);
    assert!(desk.get(ready.location()).await.body.contains("已登记到货，订单在“可取”里"));
    desk.get(&order).await;
    let version = desk.input("version").to_owned();
    let path = format!("{order}/handover");
    let bare = desk.post(&path, &[("version", &version), ("who", "self")]).await;
    assert!(bare.status == StatusCode::UNPROCESSABLE_ENTITY && bare.body.contains("请选择证件类型"));
    let identity = [("id_kind", "resident"), ("id_number", "11010519491231002x")];
    let fields = [&[("version", version.as_str()), ("who", "self"), ("seen", "1")], &identity[..]].concat();
    let handed = desk.post(&path, &fields).await;
    assert_eq!(handed.location(), "/cakey/staff/desk?tab=handed&done=handed", "{}", handed.body);
    assert!(desk.get(handed.location()).await.body.contains("已登记交付，订单在“已交付”里"));

    assert!(browser.get(&url("")).await.body.contains("经办人林晓岚本人领取"));
    let version = browser.input("version").to_owned();
    assert_eq!(browser.post(&url("/confirm"), &[("version", &version)]).await.location(), url(""));
}

#[tokio::test]
async fn a_receipt_that_the_outlet_did_not_record_is_asked_after_once_more() {
    let (_, mut browser) = approved(PICKUP).await;
    browser.get(&url("")).await;
    let version = browser.input("version").to_owned();
    let asked = browser.post(&url("/confirm"), &[("version", &version)]).await;
    assert!(asked.body.contains("网点尚未登记交付，确定已拿到？"), "{}", asked.body);
    let version = browser.input("version").to_owned();
    let sure = browser.post(&url("/confirm"), &[("version", &version), ("sure", "1")]).await;
    assert_eq!(sure.location(), url(""));
    assert!(browser.get(&url("")).await.body.contains("已完成"));
}
