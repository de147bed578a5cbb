//! Fifty times SIGKILL at random moments, under load. The simulators die with the site: their ledgers are on the disk
//! before they answer, so what they said to a person is known afterwards.

use super::buyer::{Buyer, Desk};
use super::dice::Dice;
use super::log::Log;
use super::records::Records;
use super::reviewer::Reviewer;
use super::rules;
use super::window::Window;
use crate::world::World;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

const SEED: u64 = 20_261_123;
const KILLS: usize = 50;
/// From the first page after a start to the kill, in milliseconds.
const LIFE: std::ops::Range<u64> = 50..700;
const COMPANIES: usize = 8;
/// Windows of one company, on the same orders.
const WINDOWS: u64 = 2;
const ORDERS_EACH: usize = 12;

/// `CAKEY_CRASH_SEED` names another run.
fn seed() -> u64 {
    std::env::var("CAKEY_CRASH_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(SEED)
}

/// Everybody logs in once, before the first kill, and goes to work. The windows of all sessions, to look at afterwards.
async fn start_load(
    world: &Arc<World>,
    dice: &Dice,
    log: &Arc<Log>,
    players: &mut JoinSet<()>,
) -> Vec<(Window, String)> {
    let mut windows = Vec::new();
    let mut number = 0;
    let mut next_dice = || {
        number += 1;
        dice.player(number)
    };
    for _ in 0..COMPANIES {
        let company = world.company("远山").await.complete_profile().await;
        let window = Window::new(world.url(0), company.browser.token(), log);
        let desk = Desk::new(&company.name, ORDERS_EACH);
        for _ in 0..WINDOWS {
            let (window, desk, gateway) = (window.clone(), desk.clone(), world.url(1));
            players.spawn(Buyer { window, desk, gateway, dice: next_dice() }.play());
        }
        windows.push((window, "/cakey/orders".to_owned()));
    }
    for login in ["shenhe", "shenhe2"] {
        let staff = world.staff(login).await;
        let window = Window::new(world.url(0), staff.browser.token(), log);
        players.spawn(Reviewer { window: window.clone(), dice: next_dice() }.play());
        windows.push((window, "/cakey/staff/review".to_owned()));
    }
    windows
}

/// Kills and starts again; the longest time from a start to the first page.
async fn kill_and_restart(world: &World, mut dice: Dice) -> Duration {
    let mut slowest = Duration::ZERO;
    for _ in 0..KILLS {
        tokio::time::sleep(Duration::from_millis(LIFE.start + dice.below(LIFE.end - LIFE.start))).await;
        world.kill();
        let dead = Instant::now();
        world.restart().await;
        slowest = slowest.max(dead.elapsed());
    }
    slowest
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_kills_under_load_lose_nothing_that_was_acknowledged() {
    let (seed, start) = (seed(), Instant::now());
    eprintln!("seed {seed}");
    let world = World::start().await;
    let (dice, log) = (Dice::new(seed), Arc::new(Log::default()));
    let mut players = JoinSet::new();
    let windows = start_load(&world, &dice, &log, &mut players).await;
    let slowest = kill_and_restart(&world, dice).await;
    log.stop();
    players.join_all().await;
    let (records, settled) = Records::settled(&world).await;
    eprintln!("{KILLS} kills, first page at most {slowest:.1?} after a start, {settled}");
    eprintln!("{}; {:.0?} in all", log.summary(), start.elapsed());
    let broken = rules::broken(&records, &log);
    assert!(broken.is_empty(), "seed {seed}: {broken:#?}");
    for (window, page) in windows {
        assert_eq!(window.get(&page).await.map(|page| page.status), Some(200), "a session did not survive");
    }
    let kinds: Vec<&str> = log.changes.lock().unwrap().iter().map(|change| change.event).collect();
    for kind in ["submitted", "withdrawn", "approved", "rejected"] {
        assert!(kinds.contains(&kind), "the load never {kind}: the run proves nothing of it");
    }
    let back = records.payments.iter().filter(|payment| payment.refund.is_some()).count();
    assert!(log.paid.lock().unwrap().len() > 20 && back > 0, "too little money moved for a proof");
    world.verify();
}
