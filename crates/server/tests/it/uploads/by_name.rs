//! 一次选择多份: several files in one input, each put where its name says.

use crate::world::{COURIER, File, Order, World, png};
use std::sync::Arc;

fn files(names: &[&str]) -> Vec<File> {
    let file = |(name, shade): (&&str, u8)| File { input: "by_name".into(), name: (*name).into(), bytes: png(shade) };
    names.iter().zip(1..).map(file).collect()
}

/// A draft that has none of its documents yet.
async fn bare(world: &Arc<World>, seals: &str) -> Order {
    let company = world.company("同名").await.complete_profile().await;
    let counts = [("act", "save"), ("project", "1"), ("certs", "2"), ("seals", seals)];
    let saved = company.apply(&[&counts[..], COURIER].concat()).await;
    let number = saved.location.trim_start_matches("/cakey/orders/").trim_end_matches("/check").to_owned();
    Order { company, number }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_files_chosen_at_once_lie_in_their_places_and_the_order_can_be_submitted() {
    let world = World::start().await;
    let order = bare(&world, "1").await;
    let names = [
        r"C:\桌面\身份证反面.png",
        "印模.png",
        "营业执照副本.png",
        "数字证书申请表（已盖章）.png",
        "张三 身份证 正面.png",
    ];
    order.upload(&files(&names)).await.leads(&order.url("/check#materials"));
    assert_eq!(world.attachments_of(&order.company.name).await.len(), 5);
    let page = order.page("/check").await;
    page.says(&["营业执照副本.png", "身份证反面.png", "印模.png", "数字证书申请表（已盖章）.png"]);
    assert_eq!(page.file_inputs(), ["other"], "nothing is asked for any more, and no input for several");
    order.submit().await;
    assert_eq!(world.order_row(&order.number).await.status, "awaiting_payment");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_no_name_tells_and_what_has_no_empty_place_is_said_and_the_rest_is_kept() {
    let world = World::start().await;
    let order = bare(&world, "1").await;
    let names =
        [r"C:\Users\lin\Desktop\IMG_0001.png", "营业执照.png", "营业执照 2.png", "<b>x<b>.png", "印模.png", "公章.png"];
    let page = order.upload(&files(&names)).await;
    let said = [
        "“IMG_0001.png”：从文件名看不出是哪种材料，没有上传，请在对应的一行里选择",
        "“<b>x<b>.png”：从文件名看不出是哪种材料",
        "“营业执照 2.png”：营业执照已有文件，要更换请在那一行点“更换”",
        "“公章.png”：印模（第 1 枚）已有文件",
    ];
    page.answers(422, &said);
    assert!(page.html.contains("href=\"#by_name\"") && page.html.contains("id=\"by_name\""), "the summary leads there");
    assert_eq!(world.attachments_of(&order.company.name).await.len(), 2, "one licence, one imprint");
    order.page("/check").await.says(&["营业执照.png", "印模.png"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn imprints_go_where_their_numbers_say_and_those_without_take_the_rest() {
    let world = World::start().await;
    let order = bare(&world, "2").await;
    order
        .upload(&files(&["公章.png", "印模（第 1 枚）.png", "印模3.png"]))
        .await
        .leads(&order.url("/check?skipped=seal_image-3#materials"));
    let rows = order.page("/check?skipped=seal_image-3").await;
    rows.says(&["印模（第 3 枚）：这个订单不需要，没有上传"]);
    let lines = rows.all("#materials .mat li");
    let line = |title: &str| lines.iter().find(|line| line.contains(title)).unwrap().clone();
    assert!(line("印模（第 1 枚）").contains("印模（第 1 枚）.png"), "{lines:?}");
    assert!(line("印模（第 2 枚）").contains("公章.png"), "{lines:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_replaces_no_file_that_is_there_and_yields_to_the_line() {
    let world = World::start().await;
    let order = bare(&world, "0").await;
    let line = File { input: "licence".into(), name: "新执照.png".into(), bytes: png(90) };
    let both = [&files(&["营业执照（旧）.png"])[..], &[line]].concat();
    order.upload(&both).await.answers(422, &["“营业执照（旧）.png”：营业执照已有文件", "新执照.png"]);
    let next = bare_again(&order).await;
    next.upload(&files(&["身份证正面.png", "营业执照（旧）.png"]))
        .await
        .answers(422, &["“营业执照（旧）.png”", "新执照.png"]);
    let same = [File { input: "by_name".into(), name: "营业执照.png".into(), bytes: png(90) }];
    next.upload(&same).await.leads(&next.url("/check#materials"));
    next.upload(&files(&["法人授权委托书.png"])).await.leads(&next.url("/check?skipped=proxy#materials"));
    next.page("/check?skipped=proxy.x").await.says(&["法人授权委托书：这个订单不需要，没有上传"]);
}

/// Another draft of the same company.
async fn bare_again(order: &Order) -> Order {
    let counts = [("act", "save"), ("project", "1"), ("certs", "1"), ("seals", "0")];
    let saved = order.company.apply(&[&counts[..], COURIER].concat()).await;
    let number = saved.location.trim_start_matches("/cakey/orders/").trim_end_matches("/check").to_owned();
    Order { company: order.company.clone(), number }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mistake_in_a_line_of_the_form_is_not_told_among_the_files() {
    let world = World::start().await;
    let order = bare(&world, "1").await;
    let form = order.page("/edit").await.form(&order.url("/edit"));
    let page = order.company.browser.submit(&form, &[("act", "save")]).await;
    page.answers(422, &["请选择交易平台"]);
    assert!(page.all("#by_name-e").is_empty(), "{}", page.text());
    let bad = [File { input: "by_name".into(), name: "身份证正面.png".into(), bytes: b"x".to_vec() }];
    let page = order.upload(&bad).await;
    page.answers(422, &["“身份证正面.png”："]);
    assert_eq!(page.all("#by_name-e").len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_fifty_files_at_once_forty_are_looked_at_and_the_answer_says_so() {
    let world = World::start().await;
    let order = bare(&world, "1").await;
    let names: Vec<String> = (0..50).map(|n| format!("补充材料{n}.png")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let page = order.upload(&files(&names)).await;
    page.answers(422, &["一次最多上传 40 份", "“补充材料39.png”：每个订单最多 20 个文件"]);
    assert!(!page.html.contains("补充材料45"), "those behind the fortieth are not looked at");
    assert_eq!(world.attachments_of(&order.company.name).await.len(), 20);
}
