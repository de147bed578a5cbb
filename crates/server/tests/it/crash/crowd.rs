//! Sixty-four sessions of one company at once, on the same orders: nothing is stuck, no money moves twice, no page fails.

use super::buyer::{Buyer, Desk};
use super::dice::Dice;
use super::log::Log;
use super::records::Records;
use super::rules;
use super::window::Window;
use crate::world::{Company, Order, World};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

const SEED: u64 = 64;
const SESSIONS: usize = 64;
/// Logins at once: each costs a core some tens of milliseconds on purpose.
const DOORS: usize = 4;
/// What each of them does.
const STEPS: usize = 12;
const ORDERS: usize = 12;

/// As many sessions of this company.
async fn sessions(company: &Company) -> Vec<String> {
    let mut tokens = Vec::new();
    for _ in 0..SESSIONS / DOORS {
        let mut entering = JoinSet::new();
        for _ in 0..DOORS {
            let company = company.clone();
            entering.spawn(async move { company.elsewhere().await.browser.token() });
        }
        tokens.extend(entering.join_all().await);
    }
    tokens
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_sessions_of_one_company_do_not_stumble_over_each_other() {
    let world = World::start().await;
    let company = world.company("云栖").await.complete_profile().await;
    let start = Instant::now();
    let tokens = sessions(&company).await;
    assert_eq!(tokens.iter().collect::<BTreeSet<_>>().len(), SESSIONS);
    eprintln!("{SESSIONS} logins in {:.1?}", start.elapsed());
    let (log, dice, desk) = (Arc::new(Log::default()), Dice::new(SEED), Desk::new(&company.name, ORDERS));
    let (start, mut crowd) = (Instant::now(), JoinSet::new());
    for (token, number) in tokens.into_iter().zip(0..) {
        let window = Window::new(world.url(0), token, &log);
        let mut buyer = Buyer { window, desk: desk.clone(), gateway: world.url(1), dice: dice.player(number) };
        crowd.spawn(async move {
            for _ in 0..STEPS {
                buyer.step().await;
            }
        });
    }
    crowd.join_all().await;
    let played = start.elapsed();
    let (records, settled) = Records::settled(&world).await;
    eprintln!("played {played:.1?}, {settled}; {}", log.summary());
    assert_eq!(rules::broken(&records, &log), Vec::<String>::new());
    assert_eq!(log.silences.load(std::sync::atomic::Ordering::Relaxed), 0);
    for number in records.orders.keys() {
        carry_on(Order { company: company.clone(), number: number.clone() }).await;
    }
    world.verify();
}

/// Whatever the crowd has left: the next person can bring the order to its review.
async fn carry_on(order: Order) {
    if order.row().await.status == "draft" {
        order.submit().await;
    }
    if order.row().await.status == "awaiting_payment" {
        order.open_payment().await;
        let trade = order.world().attempts(&order.number).await.last().unwrap().trade.clone();
        if order.world().trade(&trade).await.is_none_or(|trade| trade.paid_at.is_none()) {
            order.world().pay_trade(&trade, "normal").await;
        }
    }
    tokio::time::timeout(Duration::from_secs(70), order.reaches("under_review")).await.unwrap();
}
