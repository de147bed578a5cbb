//! How long each stage took, for whoever asks where the minutes went.

use std::fmt;
use std::time::{Duration, Instant};

#[derive(Debug, Default)]
pub struct Times {
    stages: Vec<(String, Duration)>,
}

impl Times {
    /// Runs a stage and notes how long it took, whatever came of it.
    pub fn taken<T>(&mut self, name: &str, run: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let outcome = run();
        self.stages.push((name.to_owned(), start.elapsed()));
        outcome
    }

    /// Takes a line of `cargo test` that comes at a given time: one that names a test binary ends the one before.
    pub fn read(&mut self, line: &str, clock: &mut Option<(String, Instant)>, now: Instant) {
        let before = clock.as_ref().map(|(name, _)| name.as_str());
        if let Some(name) = binary(line, before) {
            self.end(clock, now);
            *clock = Some((name, now));
        }
    }

    /// Notes the time of the binary that runs.
    pub fn end(&mut self, clock: &mut Option<(String, Instant)>, now: Instant) {
        if let Some((name, start)) = clock.take() {
            self.stages.push((format!("tests of {name}"), now - start));
        }
    }
}

/// The name in `Running unittests … (target/debug/deps/app-0f)` and `Doc-tests app`. Integration tests bear the
/// name of the binary before them too, since two crates may call theirs alike.
fn binary(line: &str, before: Option<&str>) -> Option<String> {
    if let Some(name) = line.trim_start().strip_prefix("Doc-tests ") {
        return Some(format!("{name} (documents)"));
    }
    let (source, path) = line.trim_start().strip_prefix("Running ")?.split_once(" (")?;
    let (name, _) = path.strip_suffix(')')?.rsplit('/').next()?.rsplit_once('-')?;
    let owner = before.filter(|_| !source.starts_with("unittests ")).and_then(|before| before.split(' ').next());
    Some(owner.map_or_else(|| name.to_owned(), |owner| format!("{owner} ({name})")))
}

impl fmt::Display for Times {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all: Duration = self.stages.iter().map(|(_, time)| *time).sum();
        writeln!(formatter, "minutes:")?;
        for (name, time) in &self.stages {
            writeln!(formatter, "{:>7.1} {name}", minutes(*time))?;
        }
        write!(formatter, "{:>7.1} in all", minutes(all))
    }
}

fn minutes(time: Duration) -> f64 {
    time.as_secs_f64() / 60.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_test_binary_has_the_time_until_the_next() {
        let start = Instant::now();
        let mut times = Times::default();
        let mut clock = None;
        let lines = [
            (0, "   Compiling app v0.1.0"),
            (0, "     Running unittests src/lib.rs (target/debug/deps/db-1b)"),
            (60, "test result: ok. 3 passed"),
            (60, "     Running tests/it/main.rs (target/debug/deps/it-2c)"),
            (150, "   Doc-tests db"),
        ];
        for (seconds, line) in lines {
            times.read(line, &mut clock, start + Duration::from_secs(seconds));
        }
        times.end(&mut clock, start + Duration::from_secs(156));
        let told = times.to_string();
        assert_eq!(
            told,
            "minutes:\n    1.0 tests of db\n    1.5 tests of db (it)\n    0.1 tests of db (documents)\n    2.6 in all"
        );
    }

    #[test]
    fn a_stage_is_timed_whatever_comes_of_it() {
        let mut times = Times::default();
        let outcome: Result<(), &str> = times.taken("build", || Err("broken"));
        assert_eq!((outcome, times.stages.len()), (Err("broken"), 1));
    }
}
