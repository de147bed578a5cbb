//! A reviewer at the queue: 通过 with or without a waybill, 拒绝, at random.

use super::dice::Dice;
use super::window::Window;
use std::time::Duration;

/// A person reads before deciding; it also lets orders be paid twice before.
const READS: Duration = Duration::from_millis(60);

pub struct Reviewer {
    pub window: Window,
    pub dice: Dice,
}

impl Reviewer {
    /// Plays until the log is stopped.
    pub async fn play(mut self) {
        while !self.window.log.is_stopped() {
            self.step().await;
            tokio::time::sleep(READS).await;
        }
    }

    async fn step(&mut self) -> Option<()> {
        let queue = self.window.get("/cakey/staff/review").await?;
        let order = self.dice.pick(&waiting(&queue.html))?;
        let path = format!("/cakey/staff/review/{order}");
        let form = self.window.get(&path).await?.find_form(&format!("{path}/decide"))?;
        let waybill = format!("SF{:013}", self.dice.below(10_000_000_000));
        let (event, typed) = match self.dice.below(6) {
            0..2 => ("rejected", vec![("d", "no"), ("r", "no_stamp"), ("why", "请盖章后重新提交。")]),
            2..4 => ("approved", vec![("d", "ok")]),
            _ => ("approved", vec![("d", "ok"), ("carrier", "sf"), ("waybill", &*waybill)]),
        };
        let answer = self.window.submit(&form, &typed).await?;
        if answer.status == 303 {
            self.window.log.changed(&order, event, form.hidden("version").parse().unwrap());
        }
        Some(())
    }
}

/// The numbers of the orders that the queue links to.
fn waiting(html: &str) -> Vec<String> {
    let links = html.split("/cakey/staff/review/").skip(1);
    let numbers = links.filter_map(|rest| rest.split(['"', '/', '?']).next());
    numbers.filter(|number| number.bytes().any(|b| b.is_ascii_digit())).map(str::to_owned).collect()
}
