//! 批量导入: a table is looked at, then imported, once. Tables that are made to hurt are refused with a sentence, and
//! the process holds no more memory than before.

use crate::world::{COURIER, Company, File, Page, Staff, World};
use std::io::{Cursor, Write};
use std::sync::Arc;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const IMPORT: &str = "/cakey/staff/shipping/import";

async fn upload(shipper: &Staff, name: &str, bytes: &[u8]) -> Page {
    let form = shipper.browser.get(IMPORT).await.form(IMPORT);
    let file = File { input: "file".into(), name: name.into(), bytes: bytes.to_vec() };
    shipper.browser.upload(&form, &[file]).await
}

/// Orders that wait for a waybill.
async fn to_ship(world: &Arc<World>, company: &Company, count: usize) -> Vec<String> {
    let mut numbers = Vec::new();
    for _ in 0..count {
        let order = company.paid_order(COURIER).await;
        world.staff("shenhe").await.approve(&order.number).await;
        numbers.push(order.number);
    }
    numbers
}

async fn shipping_messages(world: &World, company: &Company) -> usize {
    world.messages(&company.mobile).await.iter().filter(|message| message.text.contains("寄出")).count()
}

#[tokio::test]
async fn a_list_is_looked_at_then_imported_and_neither_the_button_nor_the_file_ships_twice() {
    let world = World::start().await;
    let company = world.company("青禾测绘").await.complete_profile().await;
    let numbers = to_ship(&world, &company, 3).await;
    let shipper = world.staff("fahuo").await;
    let [a, b, c] = [&numbers[0], &numbers[1], &numbers[2]];
    let table = format!(
        "订单号,快递公司,快递单号\n{a},顺丰,SF1234567890123\n{b},sf,12345678\n{c},飞鸽,123456\n{a},顺丰,SF9999999999999\n\
         DZ20990101-0001,顺丰,SF1234567890124\n{c},顺丰,1.2345E+13\n"
    );
    let uploaded = upload(&shipper, "11 月.csv", table.as_bytes()).await;
    assert_eq!(uploaded.status, 303, "{}", uploaded.text());
    let preview = shipper.browser.get(&uploaded.location).await;
    preview.says(&["导入 2 行并发短信", "快递公司不认识", "同一个订单", "没有这个订单", "科学计数法", "单号不像"]);
    for number in &numbers {
        assert_eq!(world.order_row(number).await.status, "to_ship", "looking changes nothing");
    }

    let form = preview.form(&uploaded.location);
    let (once, twice) = tokio::join!(shipper.browser.submit(&form, &[]), shipper.browser.submit(&form, &[]));
    assert_eq!((once.status, twice.status), (303, 303));
    world.message(&company.mobile, "SF1234567890123").await;
    world.message(&company.mobile, "12345678").await;
    let statuses = [a, b, c].map(|number| number.as_str());
    for (number, status) in statuses.into_iter().zip(["shipped", "shipped", "to_ship"]) {
        assert_eq!(world.order_row(number).await.status, status);
    }
    shipper.browser.get(&uploaded.location).await.says(&["导入结果", "没有导入"]);

    let again = upload(&shipper, "11 月.csv", table.as_bytes()).await;
    let preview = shipper.browser.get(&again.location).await;
    preview.says(&["已登记过这个单号", "没有可以导入的行"]);
    assert!(preview.find_form(&again.location).is_none());
    let (events, messages) = (world.events(a).await, shipping_messages(&world, &company).await);
    assert_eq!(events.iter().filter(|event| *event == "shipped").count(), 1, "{events:?}");
    assert_eq!(messages, 2, "one message for each waybill");
    world.verify();
}

#[tokio::test]
async fn a_list_belongs_to_who_uploaded_it_and_an_order_that_moved_is_left_alone() {
    let world = World::start().await;
    let company = world.company("青禾测量").await.complete_profile().await;
    let numbers = to_ship(&world, &company, 1).await;
    let shipper = world.staff("fahuo").await;
    let table = format!("快递单号,订单号,快递公司\nSF1234567890123,{},顺丰速运\n", numbers[0]);
    let uploaded = upload(&shipper, "a.csv", table.as_bytes()).await;
    let preview = shipper.browser.get(&uploaded.location).await;
    assert_eq!(world.staff("zhuguan").await.browser.get(&uploaded.location).await.status, 404);
    shipper.ship(&numbers[0], "SF5555555555555").await;
    shipper.browser.submit(&preview.form(&uploaded.location), &[]).await.leads(&uploaded.location);
    shipper.browser.get(&uploaded.location).await.says(&["没有登记", "预览之后订单有了变化"]);
    let order = world.events(&numbers[0]).await;
    assert_eq!(order.iter().filter(|event| event.starts_with("shipped") || event.starts_with("waybill")).count(), 1);
    world.verify();
}

#[tokio::test]
async fn a_lost_parcel_waits_for_a_new_waybill() {
    let world = World::start().await;
    let company = world.company("青禾造价").await.complete_profile().await;
    let numbers = to_ship(&world, &company, 1).await;
    let shipper = world.staff("fahuo").await;
    shipper.browser.get("/cakey/staff/shipping/picking").await.says(&["拣货单", &numbers[0], "139****1234"]);
    shipper.ship(&numbers[0], "SF1111111111111").await;
    let path = format!("/cakey/staff/shipping/{}/returned", numbers[0]);
    let form = shipper.browser.get(&path).await.form(&path);
    shipper.browser.submit(&form, &[("reason", "丢")]).await.answers(422, &["退件原因至少 4 个字"]);
    let done = shipper.browser.submit(&form, &[("reason", "收件人电话不通，快件退回")]).await;
    done.leads(&format!("/cakey/staff/shipping/{}", numbers[0]));
    assert_eq!(world.order_row(&numbers[0]).await.status, "to_ship");
    shipper.ship(&numbers[0], "SF2222222222222").await;
    world.message(&company.mobile, "SF2222222222222").await;
}

/// A workbook with this sheet and these texts.
fn workbook(sheet: &[u8], texts: &[u8]) -> Vec<u8> {
    let relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let link = |kind: &str, target: &str| {
        format!(
            r#"<Relationships xmlns="{package}"><Relationship Id="r1" Type="{relation}/{kind}" Target="{target}"/></Relationships>"#
        )
    };
    let book = format!(
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{relation}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>"#
    );
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let (root, parts) = (link("officeDocument", "xl/workbook.xml"), link("worksheet", "worksheets/sheet1.xml"));
    for (name, bytes) in [
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", parts.as_bytes()),
        ("xl/sharedStrings.xml", texts),
        ("xl/worksheets/sheet1.xml", sheet),
    ] {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[tokio::test]
async fn tables_made_to_hurt_are_refused_with_a_sentence_and_bounded_memory() {
    let world = World::start().await;
    let shipper = world.staff("fahuo").await;
    // What a plain upload needs is there before it is measured.
    upload(&shipper, "a.csv", "订单号,快递公司,快递单号\nDZ1,顺丰,1\n".as_bytes()).await;
    let before = world.memory_peak();

    let mut rows = String::from("订单号,快递公司,快递单号\n");
    (0..10_000).for_each(|n| rows.push_str(&format!("DZ20261123-{n:05},顺丰,SF{n:013}\n")));
    let bomb = workbook(&vec![b' '; 200 * 1024 * 1024], b"<sst/>");
    assert!(bomb.len() < 400 * 1024, "a bomb of {} bytes", bomb.len());
    let trillion = workbook(b"<worksheet><sheetData/></worksheet>", br#"<sst uniqueCount="1000000000000"></sst>"#);
    let hostile: [(&str, Vec<u8>, &str); 7] = [
        ("bomb.xlsx", bomb, "文件展开后过大"),
        ("trillion.xlsx", trillion, "文件展开后过大"),
        ("rows.csv", rows.into_bytes(), "文件超过 1000 行"),
        ("six.csv", vec![b'a'; 6 * 1024 * 1024], "文件超过 2 MB"),
        ("old.xls", vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1], "旧版 xls"),
        ("broken.xlsx", b"PK\x03\x04 nothing".to_vec(), "已损坏"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n\xff\xff".to_vec(), "不是 xlsx"),
    ];
    for (name, bytes, sentence) in &hostile {
        let started = std::time::Instant::now();
        upload(&shipper, name, bytes).await.answers(422, &["处需要修改", sentence]);
        assert!(started.elapsed().as_secs() < 20, "{name} took {:?}", started.elapsed());
    }
    let grown = world.memory_peak() - before;
    assert!(grown < 96, "refusing these took {grown} MB more than an ordinary upload");
    upload(&shipper, "", b"").await.answers(422, &["请选择要导入的"]);
    world.verify();
}

#[tokio::test]
async fn the_template_comes_back_as_an_empty_table() {
    let world = World::start().await;
    let shipper = world.staff("fahuo").await;
    let template = shipper.browser.get("/cakey/staff/shipping/import/template.xlsx").await;
    upload(&shipper, "waybills.xlsx", &template.bytes).await.answers(422, &["表头下面没有内容"]);
    upload(&shipper, "a.csv", "单子,公司\n1,2\n".as_bytes()).await.answers(422, &["没有找到表头"]);
    let gb: Vec<u8> = [0xb6, 0xa9, 0xb5, 0xa5, 0xba, 0xc5, b',', b'\n'].to_vec();
    upload(&shipper, "gb.csv", &gb).await.answers(422, &["没有找到表头"]);
}
