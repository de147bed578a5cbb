//! Every macro of the shared templates, called once and alone in macros.html. What it makes stands in macros.txt, with
//! every run of blanks as one: whoever changes a macro sees there what changes on all pages.

#![allow(clippy::unwrap_used)]

use super::shell;
use crate::orders::view::Moment;
use crate::shell::{Menu, Shell, ShellUser};
use askama::Template;
use domain::field::FieldErrors;
use domain::order::{CertificateKind, StatusCode};
use std::collections::BTreeMap;

/// The shared templates, by the name under which a page imports them.
const SHARED: [(&str, &str); 7] = [
    ("alone", include_str!("../alone.html")),
    ("facts", include_str!("../facts.html")),
    ("form", include_str!("../form.html")),
    ("icon", include_str!("../icon.html")),
    ("notice", include_str!("../notice.html")),
    ("status", include_str!("../status.html")),
    ("table", include_str!("../table.html")),
];

const MADE: &str = include_str!("macros.txt");

#[derive(Template)]
#[template(path = "samples/macros.html")]
struct Macros {
    shell: Shell,
    /// A mistake in `name`.
    wrong: FieldErrors,
    fine: FieldErrors,
    kinds: [CertificateKind; 2],
    kind: String,
    states: [StatusCode; 2],
    state: String,
    moments: Vec<Moment>,
    next: Option<i64>,
    nowhere: Option<i64>,
}

/// Each macro and what it makes.
pub fn samples() -> Vec<(String, String)> {
    let mut wrong = FieldErrors::new();
    wrong.add("name", "请填写姓名");
    let moment = |class, what| Moment { class, when: "11-23 09:12".into(), what, note: "周予安".into() };
    let macros = Macros {
        shell: Shell { user: ShellUser::Nobody, demo_phone: "http://phone.example/".into(), ..shell(Menu::None, "") },
        wrong,
        fine: FieldErrors::new(),
        kinds: [CertificateKind::ALL[0], CertificateKind::ALL[1]],
        kind: CertificateKind::ALL[1].code().into(),
        states: [StatusCode::Draft, StatusCode::Completed],
        state: StatusCode::Completed.code().into(),
        moments: vec![moment("now", "审核通过"), moment("", "提交")],
        next: Some(2),
        nowhere: None,
    };
    named(&macros.render().unwrap())
}

/// The parts that are templates of their own, with every run of blanks as one.
fn parts() -> Vec<(String, String)> {
    [crate::field::samples(), crate::layout::samples()].concat()
}

/// `@NAME TEXT`, with every run of blanks as one.
fn named(text: &str) -> Vec<(String, String)> {
    let one_blank = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = format!("\n{text}");
    let lines = text.split("\n@").skip(1).map(|sample| sample.split_once(' ').unwrap());
    lines.map(|(name, made)| (name.to_owned(), one_blank(made))).collect()
}

#[test]
fn every_macro_of_a_shared_template_has_one_sample() {
    let samples: BTreeMap<_, _> = crate::samples::macros::samples().into_iter().collect();
    let mut macros = Vec::new();
    for (file, text) in SHARED {
        let names = text.split("{%- macro ").skip(1).filter_map(|rest| rest.split('(').next());
        macros.extend(names.map(|name| format!("{file}::{name}")));
    }
    macros.sort_unstable();
    assert_eq!(samples.keys().collect::<Vec<_>>(), macros.iter().collect::<Vec<_>>());
    assert!(macros.len() > 60, "{} macros were found", macros.len());
}

#[test]
fn every_macro_makes_what_is_written_down() {
    let samples = samples();
    for ((name, made), (written_name, written)) in samples.iter().zip(named(MADE)) {
        assert_eq!((name, made.as_str()), (&written_name, written.as_str()), "macros.txt has another");
    }
    assert_eq!(samples.len(), named(MADE).len());
}

#[test]
fn a_part_writes_as_text_what_means_something_in_html_and_shows_who_looks_at_it() {
    let parts: BTreeMap<_, _> = parts().into_iter().collect();
    let wrong = &parts["field with a mistake"];
    assert!(wrong.contains("value=\"&#60;&#34;林&#34;&#62;\"") && !wrong.contains("<姓名>"), "{wrong}");
    assert!(wrong.contains("aria-describedby=\"name-e name-h\"") && wrong.contains("href=\"#name\""), "{wrong}");
    assert!(!parts["field"].contains("aria-invalid") && !parts["field"].contains("id=\"errors\""));
    assert!(parts["layout staff"].contains("aria-current=\"page\"") && !parts["layout nobody"].contains("<nav"));
}
