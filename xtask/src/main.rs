//! The project's own commands, run as `cargo xtask …`. `test` is all of CI; `check` is its first half, the rules of
//! the house; the rest makes generated files anew. Nothing here is part of the product.

mod advisories;
mod bench;
mod check;
mod command;
mod comments;
mod dist;
mod fonts;
mod generated;
mod modules;
mod notices;
mod pictures;
mod places;
mod project;
mod source;
mod terminal;
mod test;
mod tools;

use check::Hindered;
use clap::{Parser, Subcommand};
use project::Project;
use std::process::ExitCode;
use terminal::say;
use test::Driven;
use tools::{Install, Scope, Tools};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The project's own commands")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Check the rules of the house: format, lints, sizes, directions, places of words, links, licences.
    Check {
        /// Judge only the rule with this short name (may repeat); an unknown one lists all.
        #[arg(long, value_name = "RULE")]
        only: Vec<String>,
    },
    /// Install what the tests need, then run every check and every test.
    Test {
        /// Leave out the browsers and the kills, and say so.
        #[arg(long)]
        fast: bool,
        /// Drive the program as it is shipped, which takes minutes to link, and not the one beside the tests.
        #[arg(long)]
        dist: bool,
        /// Install nothing; what is missing is an error that says what to run.
        #[arg(long)]
        no_install: bool,
    },
    /// Install what the checks and tests need, and nothing else.
    Tools,
    /// Write docs/order-states.md from the order's state machine.
    OrderStates {
        /// Only compare, and fail when the file is out of date.
        #[arg(long)]
        check: bool,
    },
    /// Write docs/rights.md from the table of rights.
    Rights {
        /// Only compare, and fail when the file is out of date.
        #[arg(long)]
        check: bool,
    },
    /// Build the program as it is shipped (target/dist/cakey) and print its size.
    Dist,
    /// Print the figures of the program as it is shipped: CPU per page, durable transitions, start, memory.
    Bench {
        /// How many orders.
        #[arg(long, default_value_t = 100_000)]
        orders: usize,
        /// How many rounds.
        #[arg(long, default_value_t = 3)]
        rounds: usize,
    },
    /// Write the file of known flaws from a clone of the RustSec advisory database.
    Advisories {
        /// The clone's folder.
        #[arg(long, value_name = "CLONE")]
        from: std::path::PathBuf,
    },
    /// Write THIRD-PARTY-NOTICES.md from the manifests.
    Notices,
    /// Take the pictures of docs/manual anew, in a browser.
    Pictures,
    /// Write the list of 省, 市 and 区 anew from its package.
    Places,
    /// Cut the embedded font anew out of Debian's package.
    Fonts,
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().task {
        Task::Check { only } => Project::read().and_then(|project| check::run(&project, &only, Hindered::Skipped)),
        Task::Test { fast, dist, no_install } => test::run(
            if fast { Scope::Fast } else { Scope::Whole },
            if dist { Driven::Shipped } else { Driven::Beside },
            if no_install { Install::Forbidden } else { Install::Allowed },
        ),
        Task::Dist => dist::build(&project::root(), &[]).map(drop),
        Task::Tools => Tools::prepare(&project::root(), Scope::Whole, Install::Allowed).map(drop),
        Task::OrderStates { check } => generated::STATES.run(check),
        Task::Rights { check } => generated::RIGHTS.run(check),
        Task::Bench { orders, rounds } => bench::run_here(orders, rounds),
        Task::Advisories { from } => advisories::write(&from),
        Task::Notices => Project::read().and_then(|project| notices::write(&project)),
        Task::Pictures => pictures::take(),
        Task::Places => places::write(),
        Task::Fonts => fonts::make(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            say(&reason);
            ExitCode::FAILURE
        }
    }
}
