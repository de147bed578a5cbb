//! One line of 逐项核对, and how it ended.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing to check: for reading only.
    Shown,
    /// 通过.
    Passed,
    /// 提醒: a person should look twice.
    Doubt,
    /// 不一致: two things that should agree do not.
    Differs,
}

/// One line of 逐项核对.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    pub label: &'static str,
    /// What the company wrote; personal numbers are masked.
    pub value: String,
    /// What the machine says of it; may be empty.
    pub note: String,
    pub verdict: Verdict,
}

impl Check {
    pub(super) fn new(
        label: &'static str,
        value: impl Into<String>,
        note: impl Into<String>,
        verdict: Verdict,
    ) -> Check {
        Check { label, value: value.into(), note: note.into(), verdict }
    }
}

/// How many checks of an order ended in which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CheckCount {
    /// 通过.
    pub passed: usize,
    /// 提醒.
    pub doubts: usize,
    /// 不一致.
    pub differences: usize,
}

impl CheckCount {
    /// Counts.
    pub fn of(checks: &[Check]) -> CheckCount {
        let count = |verdict| checks.iter().filter(|check| check.verdict == verdict).count();
        CheckCount {
            passed: count(Verdict::Passed),
            doubts: count(Verdict::Doubt),
            differences: count(Verdict::Differs),
        }
    }
}
