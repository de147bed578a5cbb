//! The table of hostile files: each is refused at its input with a sentence that says what to do, and costs little.

use super::samples::{jpg, locked_pdf, pdf, pdf_bomb, pdf_with_script, vast_png};
use crate::world::{COURIER, File, Order, World, multipart, png};
use std::sync::Arc;

const MB: usize = 1024 * 1024;
/// What the process may hold at most, ever, while hostile files are judged. A decoded picture of 20,000 × 20,000 alone
/// would be 400 MB in grey and 1.6 GB in colour.
const MEMORY_MAX: u64 = 300;

/// A draft that has its materials, so that only 补充材料 has an input.
async fn draft(world: &Arc<World>) -> Order {
    world.company("石屏").await.complete_profile().await.order(1, 1, COURIER).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hostile_files_are_refused_with_a_sentence_and_cost_little() {
    let world = World::start().await;
    let order = draft(&world).await;
    let whole = jpg();
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("6 MB", vec![0xFF; 6 * MB], "文件超过 5 MB，请压缩或降低扫描分辨率后再上传"),
        ("svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>".to_vec(), "其实是 svg 图片，请另存为"),
        ("html", b"<!DOCTYPE html><script>alert(1)</script>".to_vec(), "其实是 网页，请另存为"),
        ("zip", b"PK\x03\x04\x14\0\0\0\x08\0".to_vec(), "其实是 压缩包，请另存为"),
        ("empty", Vec::new(), "这个文件是空的，请重新选择"),
        ("cut off", whole[..whole.len() - 30].to_vec(), "文件打不开或不完整，请重新扫描"),
        ("20,000 × 20,000", vast_png(20_000), "图片有 20000×20000 像素，太大了"),
        ("script", pdf_with_script(), "PDF 里有脚本、自动动作或附件，请打印成新的 PDF"),
        ("locked", locked_pdf(), "PDF 加了密码，请去掉密码后再上传"),
        ("half", pdf("", &[], "")[..200].to_vec(), "文件打不开或不完整"),
        ("two in one", [pdf("", &[], ""), b"PK\x03\x04".to_vec()].concat(), "文件打不开或不完整"),
        ("behind html", [b"<html>\n".to_vec(), pdf("", &[], "")].concat(), "其实是 网页"),
        ("unfolds", pdf_bomb(256 * MB), "PDF 的内容太复杂，请打印成新的 PDF"),
    ];
    let before = order.row().await;
    for (what, bytes, words) in cases {
        assert!(what == "6 MB" || bytes.len() < 5 * MB, "{what} would be refused for its size");
        let page = order.give("other", "营业执照.png", bytes).await;
        page.answers(422, &[words, "还有 1 处需要修改"]);
        assert_eq!(page.all("#other-e").len(), 1, "{what}");
        assert!(page.html.contains("<title>错误："), "{what}");
    }
    assert_eq!(order.row().await, before);
    assert_eq!(world.files().len(), world.attachments().await.len(), "nothing of them was kept");
    assert!(world.memory_peak() < MEMORY_MAX, "{} MB", world.memory_peak());
    world.verify();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn names_are_shown_cleaned_and_never_used_as_paths() {
    let world = World::start().await;
    let order = draft(&world).await;
    let long = "照".repeat(3000);
    for name in [r"C:\Users\lin\扫描件.png", "../../../../etc/passwd", "a\u{202e}bc.png", &long] {
        order.give("other", name, png(9)).await.leads(&order.url("/check#materials"));
    }
    let bell = order.give("other", "a\u{7}.png", png(9)).await;
    bell.answers(400, &["没有读懂这个请求"]);
    let page = order.page("/check").await;
    page.says(&["扫描件.png", "passwd.png", "abc.png"]);
    assert!(!page.html.contains("Users") && !page.html.contains("..") && !page.html.contains(&"照".repeat(61)));
    for file in world.files() {
        let name = file.file_name().unwrap().to_str().unwrap();
        assert!(name.len() == 32 && name.bytes().all(|b| b.is_ascii_hexdigit()), "{}", file.display());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_at_once_the_same_twice_and_the_twenty_first() {
    let world = World::start().await;
    let order = world.company("石泉").await.complete_profile().await.order(1, 1, COURIER).await;
    let form = order.page("/check").await.form(&order.url("/materials"));
    let file = |shade| File { input: "other".into(), name: "补充.png".into(), bytes: png(shade) };
    let browser = &order.company.browser;
    let (one, two) = ([file(1)], [file(2)]);
    let (first, second) = tokio::join!(browser.upload(&form, &one), browser.upload(&form, &two));
    assert_eq!((first.status, second.status), (303, 303));
    order.page("/check").await.says(&["补充材料 1", "补充材料 2"]);
    let licence = order.company.give("company", "licence", png(50)).await;
    licence.leads("/cakey/profile/company#materials");
    let rows = world.attachments().await.len();
    order.company.give("company", "licence", png(50)).await.leads("/cakey/profile/company#materials");
    // Somebody else's tests may add files of their own meanwhile, but none of this company.
    assert!(world.attachments().await.len() - rows < 20);
    let many: Vec<File> = (3..30).map(file).collect();
    let page = browser.upload(&form, &many).await;
    page.answers(422, &["每个订单最多 20 个文件，请先删除不需要的补充材料"]);
    let kept = page.all(".mat .ok").len();
    assert_eq!(kept, 20);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upload_without_the_token_or_with_a_stranger_s_reaches_nothing_and_is_answered_by_a_page() {
    let world = World::start().await;
    let order = draft(&world).await;
    let path = order.url("/materials");
    let big = File { input: "other".into(), name: "a.png".into(), bytes: vec![1; 6 * MB] };
    let browser = &order.company.browser;
    for inputs in [&[][..], &[("csrf", "wrong")]] {
        let (kind, body) = multipart(inputs, std::slice::from_ref(&big));
        browser.post_as(&path, &kind, body).await.answers(403, &["页面已过期"]);
    }
    let (kind, body) = multipart(&[("csrf", "x")], std::slice::from_ref(&big));
    let stranger = world.visitor().post_as(&path, &kind, body).await;
    assert_eq!(stranger.status, 303, "an answer, not a connection that is reset");
    let (kind, body) = multipart(&[], &vec![big; 11]);
    browser.post_as(&path, &kind, body).await.answers(403, &["页面已过期"]);
}
