//! 财务总览: what stands open, and what each of the last days brought.

use crate::failure::Failure;
use crate::page::page;
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::finance::{self, DayFigures, Open};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::money::Fen;

#[derive(Template)]
#[template(path = "finance/overview.html")]
struct OverviewPage {
    shell: Shell,
    stuck: (i64, Fen),
    on_the_way: (i64, Fen),
    cases: i64,
    after_sale: i64,
    days: Vec<Day>,
    today: String,
}

struct Day {
    day: String,
    settled: (i64, Fen),
    refunded: (i64, Fen),
    /// Received less refunded of the same day; below zero when more went back than came in.
    kept: Fen,
}

/// GET /cakey/staff/finance.
pub async fn show(State(site): State<Site>, Staff(session, user): Staff) -> Result<Response, Failure> {
    let (days, open) = finance::figures(&site.app, &user).await?;
    page(&overview_page(shell(&site, &session, Menu::Finance, "财务"), &days, open))
}

fn overview_page(shell: Shell, days: &[DayFigures], open: Open) -> OverviewPage {
    let day = |figures: &DayFigures| Day {
        day: figures.day.to_string(),
        settled: figures.settled,
        refunded: figures.refunded,
        kept: Fen::new(figures.settled.1.get() - figures.refunded.1.get()),
    };
    OverviewPage {
        shell,
        stuck: open.stuck,
        on_the_way: open.on_the_way,
        cases: open.cases,
        after_sale: open.after_sale,
        today: days.first().map(|figures| figures.day.to_string()).unwrap_or_default(),
        days: days.iter().map(day).collect(),
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    let shell = crate::samples::staff_shell(domain::rights::Role::Finance, Menu::Finance, "财务");
    let day = |day, settled, refunded| DayFigures { day, settled, refunded };
    let days = [
        day(jiff::civil::date(2026, 11, 23), (12, Fen::new(384_000)), (1, Fen::new(32_000))),
        day(jiff::civil::date(2026, 11, 22), (0, Fen::ZERO), (2, Fen::new(64_000))),
    ];
    let open = Open { on_the_way: (1, Fen::new(32_000)), stuck: (2, Fen::new(64_000)), cases: 1, after_sale: 1 };
    vec![("finance".to_owned(), overview_page(shell, &days, open).to_string())]
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_day_on_which_more_went_back_is_below_zero() {
        let (_, html) = super::samples().remove(0);
        assert!(html.contains("¥3,520.00") && html.contains("-¥640.00"));
    }
}
