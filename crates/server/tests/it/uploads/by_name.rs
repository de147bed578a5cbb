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
async fn what_no_name_tells_comes_twice_or_is_not_needed_is_said_and_the_rest_is_kept() {
    let world = World::start().await;
    let order = bare(&world, "2").await;
    let names = ["IMG_0001.png", "营业执照.png", "营业执照 2.png", "<b>x</b>.png", "印模a.png", "印模b.png"];
    let page = order.upload(&files(&names)).await;
    let said =
        ["从文件名看不出“IMG_0001.png”“<b>x</b>.png”是哪种材料", "营业执照只能放一份，另一份“营业执照 2.png”没有用"];
    page.answers(422, &said);
    assert!(page.file_inputs().contains(&"licence".to_owned()), "the other one can be chosen where the message stands");
    assert_eq!(world.attachments_of(&order.company.name).await.len(), 3, "one licence, two imprints");
    order.page("/check").await.says(&["营业执照.png", "印模a.png", "印模b.png"]);
    let page = order.upload(&files(&["印模c.png", "法人授权委托书.png"])).await;
    page.answers(422, &["印模都有了，要换哪一枚，请在那一行点“更换”", "这个订单不需要法人授权委托书"]);
    assert_eq!(world.attachments_of(&order.company.name).await.len(), 3);
}
