//! How the automatic checks look: a badge for each line, one for the whole.

use crate::orders::tag::Tag;
use app::review::checks::{Check, CheckCount, Verdict};

/// A line of 逐项核对 with its badge.
pub struct CheckLine {
    pub label: &'static str,
    /// What the company wrote.
    pub value: String,
    /// What the machine says of it; may be empty.
    pub note: String,
    /// The class of the note.
    pub class: &'static str,
    pub tag: Option<Tag>,
}

impl CheckLine {
    /// The line of a check.
    pub fn of(check: &Check) -> CheckLine {
        let (class, tag) = match check.verdict {
            Verdict::Shown => ("sub", None),
            Verdict::Passed => ("sub", Some(Tag { class: "tag t-grn", word: "通过" })),
            Verdict::Doubt => ("sub warn", Some(Tag { class: "tag t-amb", word: "提醒" })),
            Verdict::Differs => ("sub bad", Some(Tag { class: "tag t-red", word: "不一致" })),
        };
        CheckLine { label: check.label, value: check.value.clone(), note: check.note.clone(), class, tag }
    }
}

/// Class and words of the badge that stands for all checks of an order, in the queue.
pub fn badge(checked: CheckCount) -> (&'static str, String) {
    match (checked.differences, checked.doubts) {
        (0, 0) => ("tag t-grn", "全部通过".to_owned()),
        (0, doubts) => ("tag t-amb", format!("{doubts} 项提醒")),
        (differences, _) => ("tag t-red", format!("{differences} 项不一致")),
    }
}

/// `自动检查 6 项通过，1 项提醒，1 项不一致`.
pub fn summary(checked: CheckCount) -> String {
    let parts = [(checked.passed, "项通过"), (checked.doubts, "项提醒"), (checked.differences, "项不一致")];
    let said: Vec<String> =
        parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    format!("自动检查 {}", said.join("，"))
}
