//! The waybill of one order, and the cells of a list of many.

use super::{Field, Sheet, UNSEEN, leads_on, value};
use crate::world::{COURIER, File, Order, Page, Staff, World};
use std::sync::Arc;

const IMPORT: &str = "/cakey/staff/shipping/import";
const GOOD: [&str; 3] = ["", "顺丰速运", "SF1234567890123"];

async fn to_ship(world: &Arc<World>, name: &str) -> Order {
    let order = world.company(name).await.complete_profile().await.paid_order(COURIER).await;
    world.staff("shenhe").await.approve(&order.number).await;
    order
}

#[tokio::test]
async fn each_field_of_a_waybill_is_judged_for_itself() {
    const LONG: &str = "SF1234567890123456789012345678901";
    const FIELDS: [Field; 2] = [
        value("carrier", &["pigeon", "顺丰速运"], &["ems", "other"]).required(),
        value("waybill", &["12345", LONG, "单号一二三四五", "SF1234.567890"], &["123456", "ＳＦ12 3456 7890 123"])
            .required(),
    ];
    let world = World::start().await;
    let order = to_ship(&world, "字段水利").await;
    let shipper = world.staff("fahuo").await.browser;
    let path = format!("/cakey/staff/shipping/{}", order.number);
    let good = vec![("carrier", "sf"), ("waybill", GOOD[2])];
    let sheet = Sheet { browser: &shipper, page: &path, action: &path, good, fields: &FIELDS };
    sheet.try_all(leads_on).await;
}

/// The answer to a table with these cells.
async fn uploaded(shipper: &Staff, cells: &[[&str; 3]]) -> Page {
    let quoted = |cell: &&str| format!("\"{cell}\"");
    let row = |row: &[&str; 3]| row.iter().map(quoted).collect::<Vec<_>>().join(",");
    let rows: Vec<String> = cells.iter().map(row).collect();
    let table = format!("订单号,快递公司,快递单号\n{}\n", rows.join("\n"));
    let form = shipper.browser.get(IMPORT).await.form(IMPORT);
    let file = File { input: "file".into(), name: "a.csv".into(), bytes: table.into_bytes() };
    shipper.browser.upload(&form, &[file]).await
}

/// What the dry run says of each row of it.
async fn judged(shipper: &Staff, cells: &[[&str; 3]]) -> Vec<String> {
    let uploaded = uploaded(shipper, cells).await;
    assert_eq!(uploaded.status, 303, "{}", uploaded.text());
    shipper.browser.get(&uploaded.location).await.rows()
}

#[tokio::test]
async fn each_cell_of_a_shipping_list_is_judged_for_itself() {
    let world = World::start().await;
    let order = to_ship(&world, "字段公路").await;
    let shipper = world.staff("fahuo").await;
    let good = [&*order.number, GOOD[1], GOOD[2]];
    let long = "9".repeat(10_000);
    let wrong: [&[&str]; 3] = [
        &["", " ", "DZ1", "20261123-0127", "DZ20990101-0001", "'; drop table orders; --", &long],
        &["", " ", "飞鸽", "sf express", "<b>顺丰</b>", &long],
        &["", " ", "12345", "单号一二三四五", "SF1234.567890", "1.2345E+13", "=1+1", &long],
    ];
    let [nul, unseen @ ..] = &UNSEEN;
    for (column, values) in wrong.into_iter().enumerate() {
        for value in values.iter().chain(unseen) {
            let mut row = good;
            row[column] = value;
            let shown: String = value.chars().take(40).collect();
            let said = judged(&shipper, &[row]).await.remove(0);
            let note = said.split_once("不能导入").map(|(_, note)| note.trim()).unwrap_or_default();
            assert!(
                note.chars().filter(|sign| ('\u{4e00}'..='\u{9fff}').contains(sign)).count() > 3,
                "{shown:?}: {said}"
            );
        }
    }
    let small = order.number.to_lowercase();
    let right: [&[&str]; 3] =
        [&[&order.number, &small], &["顺丰", "sf", "其他快递"], &["SF1234567890123", " sf1234567890123 "]];
    for (column, values) in right.into_iter().enumerate() {
        for value in values {
            let mut row = good;
            row[column] = value;
            let said = judged(&shipper, &[row]).await.remove(0);
            assert!(said.contains("可导入") && !said.contains("不能导入"), "{value:?}: {said}");
        }
    }
    let twice = judged(&shipper, &[good, good]).await.join(" ");
    assert!(twice.contains("与第 2 行是同一个订单，请只留一行"), "{twice}");
    // No program that writes tables writes this: the file is no table.
    uploaded(&shipper, &[[&order.number, nul, GOOD[2]]]).await.answers(422, &["没有读取"]);
}
