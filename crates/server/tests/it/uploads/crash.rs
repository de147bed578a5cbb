//! SIGKILL while files arrive: no row is without its file, and what was acknowledged is there.

use crate::world::{COURIER, File, Form, Order, World, filled, png};
use std::time::Duration;

const KILLS: u64 = 8;
const WINDOWS: usize = 3;

/// Sends pictures until the server is gone; the numbers of those that were acknowledged.
async fn send_until_silence(order: Order, form: Form, url: String, first: u8) -> usize {
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let mut acknowledged = 0;
    for shade in first.. {
        let file = File { input: "licence".into(), name: "执照.png".into(), bytes: png(shade) };
        let (kind, body) = filled(&form, &[file]);
        let cookie = format!("sid={}", order.company.browser.token());
        let sent = http.post(format!("{url}{}", form.action)).header("content-type", kind).header("cookie", cookie);
        match sent.body(body).send().await {
            Ok(answer) => acknowledged += usize::from(answer.status().as_u16() == 303),
            Err(_) => break,
        }
    }
    acknowledged
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_while_files_arrive_leaves_no_row_without_its_file() {
    let world = World::start().await;
    let mut acknowledged = 0;
    for round in 0..KILLS {
        let mut senders = tokio::task::JoinSet::new();
        for window in 0..WINDOWS {
            let order = world.company("岩崎").await.complete_profile().await.order(1, 0, COURIER).await;
            let form = order.page("/check").await.form(&order.url("/materials"));
            let first = u8::try_from(window * 80).unwrap();
            senders.spawn(send_until_silence(order, form, world.url(0), first));
        }
        tokio::time::sleep(Duration::from_millis(40 + 37 * round)).await;
        world.kill();
        acknowledged += senders.join_all().await.into_iter().sum::<usize>();
        world.restart().await;
        world.verify();
        let (rows, files) = (world.attachments().await, world.files());
        assert!(files.len() >= rows.len(), "{} rows, {} files", rows.len(), files.len());
        for key in rows {
            assert!(world.data().join("uploads").join(&key).is_file(), "{key}");
        }
    }
    assert!(acknowledged > 10, "too few files arrived for a proof: {acknowledged}");
}
