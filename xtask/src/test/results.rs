//! The closing lines of test binaries, summed.

use std::fmt;

/// Lines of failed tests that are said again; the whole stands above them in the log.
const SAID_MAX: usize = 300;

/// What all test binaries of a run said at their end.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Results {
    /// The closing lines themselves.
    pub lines: Vec<String>,
    /// What failed tests said, as each binary repeats it at its end: whoever reads a log from below finds the cause.
    pub said: Vec<String>,
    telling: bool,
    pub passed: u64,
    pub failed: u64,
    /// Whether cargo ended with an error: a test failed, or a crate did not compile.
    pub runner_failed: bool,
}

impl Results {
    /// Takes a line of output; only closing lines count, and what stands between `failures:` and them is kept.
    pub fn read(&mut self, line: &str) {
        self.telling = (self.telling || line == "failures:") && !line.starts_with("test result: ");
        if self.telling && self.said.len() < SAID_MAX {
            self.said.push(line.to_owned());
        }
        let Some((_, counts)) = line.split_once("test result: ") else { return };
        let count = |what: &str| {
            let words: Vec<&str> = counts.split([' ', ';']).filter(|word| !word.is_empty()).collect();
            words.windows(2).find(|pair| pair[1] == what).and_then(|pair| pair[0].parse::<u64>().ok()).unwrap_or(0)
        };
        self.passed += count("passed");
        self.failed += count("failed");
        self.lines.push(line.to_owned());
    }

    /// Whether tests ran and none failed.
    pub fn all_passed(&self) -> bool {
        self.passed > 0 && self.failed == 0 && !self.runner_failed
    }
}

impl fmt::Display for Results {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A crate that does not compile runs no test, and must not look like a success.
        let failed = if self.runner_failed { self.failed.max(1) } else { self.failed };
        write!(formatter, "{} passed, {failed} failed", self.passed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_are_summed_and_other_lines_are_not() {
        let mut results = Results::default();
        results.read("test result: ok. 12 passed; 0 failed; 3 ignored; 0 measured; 0 filtered out; finished in 0.02s");
        results.read("test a::b ... ok");
        results.read("test result: FAILED. 7 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out");
        assert_eq!(results.to_string(), "19 passed, 2 failed");
        assert_eq!(results.lines.len(), 2);
        assert!(!results.all_passed());
    }

    #[test]
    fn what_failed_tests_said_is_kept_up_to_the_closing_line() {
        let mut results = Results::default();
        for line in
            ["test a ... FAILED", "", "failures:", "---- a stdout ----", "test result: FAILED. 1 failed", "noise"]
        {
            results.read(line);
        }
        assert_eq!(results.said, ["failures:", "---- a stdout ----"]);
    }

    #[test]
    fn a_run_without_tests_and_one_that_did_not_compile_have_not_passed() {
        assert!(!Results::default().all_passed());
        let broken = Results { passed: 5, runner_failed: true, ..Results::default() };
        assert!(!broken.all_passed());
        assert_eq!(broken.to_string(), "5 passed, 1 failed");
    }
}
