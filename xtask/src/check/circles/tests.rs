//! Planted circles, and what must not be taken for one.

use super::*;

/// What is found in a crate with these files under `crates/app/src`, line by line without indentation.
fn found(files: &[(&str, &str)]) -> Vec<String> {
    let paths: Vec<String> = files.iter().map(|(name, _)| format!("crates/app/src/{name}")).collect();
    let files: Vec<(&str, &str)> = paths.iter().zip(files).map(|(path, (_, text))| (path.as_str(), *text)).collect();
    let told: Vec<String> = check(&Project::planted(&files)).iter().map(ToString::to_string).collect();
    let lines = told.iter().flat_map(|finding| finding.lines()).map(|line| line.trim().replace("crates/app/src/", ""));
    lines.collect()
}

const PAIR: &str = "pub mod a;\npub mod b;\n";

#[test]
fn a_parent_and_its_child_that_use_each_other_are_a_circle() {
    let lines = found(&[
        ("lib.rs", "mod order;\n"),
        ("order/mod.rs", "mod store;\npub struct Row;\nfn f() {\n    store::insert(Row);\n}\n"),
        ("order/store.rs", "use super::Row;\npub fn insert(row: Row) {}\n"),
    ]);
    let expected = [
        "order/mod.rs:4: 2 modules of app reach each other: order, order::store",
        "the shortest circle:",
        "order/mod.rs:4 uses order::store::insert of order::store",
        "order/store.rs:1 uses order::Row of order",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn three_siblings_are_a_circle_and_a_shorter_one_among_them_comes_first() {
    let root = ("lib.rs", "mod a;\nmod b;\nmod c;\n");
    let round = [
        root,
        ("a.rs", "use crate::b::{self, B};\npub struct A;\n"),
        ("b.rs", "pub struct B(crate::c::C);\n"),
        ("c.rs", "pub struct C;\nimpl C { fn f(&self) -> Option<super::a::A> { None } }\n"),
    ];
    let lines = found(&round);
    let circle = ["a.rs:1 uses b::B of b", "b.rs:1 uses c::C of c", "c.rs:2 uses a::A of a"];
    assert_eq!(lines[0], "a.rs:1: 3 modules of app reach each other: a, b, c");
    assert_eq!(lines[2..], circle);
    let shorter = ("b.rs", "pub struct B(crate::c::C);\nuse super::a::A;\n");
    let lines = found(&[root, round[1], shorter, round[3]]);
    assert_eq!(lines[2..], ["a.rs:1 uses b::B of b", "b.rs:2 uses a::A of a"]);
}

#[test]
fn a_circle_through_re_exports_leads_to_the_definition() {
    let lines = found(&[
        ("lib.rs", "mod a;\nmod door;\nmod far;\n"),
        ("a/mod.rs", "mod deep;\npub use deep::*;\n"),
        ("a/deep.rs", "use crate::far::Far;\npub enum Deep { One }\n"),
        ("door.rs", "pub(crate) use crate::a::Deep as Door;\n"),
        ("far.rs", "pub struct Far;\nuse crate::door;\nconst ONE: door::Door = door::Door::One;\n"),
    ]);
    let expected = ["a/deep.rs:1 uses far::Far of far", "far.rs:3 uses a::deep::Deep of a::deep"];
    assert_eq!(lines[2..], expected);
    assert!(lines[0].ends_with("2 modules of app reach each other: a::deep, far"), "{lines:?}");
}

#[test]
fn a_circle_through_macros_is_found_in_their_bodies_and_by_their_names() {
    let clause = "macro_rules! clause { ($s:literal) => { concat!($s, $crate::b::WHERE) }; }\npub(crate) use clause;\n";
    for user in [
        "use crate::a::clause;\npub const WHERE: &str = \"\";\n",
        "pub const WHERE: &str = \"\";\ndb::sql! { ALL: \"select \", crate::a::clause!(\"x\"); }\n",
        "pub const WHERE: &str = \"\";\nfn f() { format!(\"{}\", super::a::clause!(\"x\")); }\n",
    ] {
        let lines = found(&[("lib.rs", PAIR), ("a.rs", clause), ("b.rs", user)]);
        assert_eq!(lines.len(), 4, "{user}: {lines:?}");
        assert!(lines[3].ends_with("uses a::clause of a"), "{lines:?}");
    }
    let exported = "#[macro_export]\nmacro_rules! clause { () => {}; }\nuse crate::b::B;\n";
    let lines = found(&[("lib.rs", PAIR), ("a.rs", exported), ("b.rs", "pub struct B;\ncrate::clause!();\n")]);
    assert_eq!(lines[2..], ["a.rs:3 uses b::B of b", "b.rs:2 uses a::clause of a"]);
}

#[test]
fn what_a_macro_makes_has_its_place_where_the_macro_is_called() {
    let made = "choice! { pub enum Kind { One } }\nuse crate::b::B;\n";
    let lines = found(&[("lib.rs", PAIR), ("a.rs", made), ("b.rs", "pub struct B(super::a::Kind);\n")]);
    assert_eq!(lines[2..], ["a.rs:2 uses b::B of b", "b.rs:1 uses a::Kind of a"]);
}

#[test]
fn a_glob_a_rename_and_a_pattern_count_and_a_variable_of_the_same_name_does_not() {
    let a = "use crate::b::Other as Mine;\npub enum State { Open }\npub fn now() {}\npub const MAX: u8 = 1;\n";
    let uses = |body: &str| {
        let b = format!("pub struct Other;\nuse super::a::*;\nfn f(x: u8) {{\n    {body}\n}}\n");
        !found(&[("lib.rs", PAIR), ("a.rs", a), ("b.rs", &b)]).is_empty()
    };
    for counted in ["now();", "match x { MAX => {} }", "use State::*; let s = Open;", "let s: State;"] {
        assert!(uses(counted), "{counted}");
    }
    for free in ["let now = x; now;", "x.now();", "fn now() {} now();", "Now;"] {
        assert!(!uses(free), "{free}");
    }
}

#[test]
fn tests_documents_attributes_modules_and_re_exports_alone_make_no_circle() {
    let a = "use crate::b::B;\npub struct A;\n";
    for free in [
        "pub struct B;\n#[cfg(test)]\nmod tests {\n    use crate::a::A;\n}\n",
        "pub struct B;\n#[cfg(all(test, unix))]\nuse crate::a::A;\n#[cfg(test)]\nfn sample() -> crate::a::A {}\n",
        "pub struct B;\n/// Like [`crate::a::A`].\n#[doc(alias = \"crate::a::A\")]\n#[allow(crate::a::A)]\nfn f() {}\n",
        "pub struct B;\npub use crate::a::A;\npub(crate) use crate::a::A as Other;\n",
        "pub struct B;\nuse crate::a;\nuse tokio::a::A;\nuse ::a::A as Third;\n",
        "pub struct B;\nimpl B {\n    pub(in crate::b) fn f() {}\n    #[cfg(test)]\n    fn g() -> crate::a::A {}\n}\n",
    ] {
        assert_eq!(found(&[("lib.rs", PAIR), ("a.rs", a), ("b.rs", free)]), [""; 0], "{free}");
    }
    assert_eq!(found(&[("lib.rs", "pub mod a;\npub use a::A;\n"), ("a.rs", "pub struct A;\n")]), [""; 0]);
}

#[test]
fn each_crate_is_looked_at_alone() {
    let project = Project::planted(&[
        ("crates/app/src/lib.rs", "pub mod a;\n"),
        ("crates/app/src/a.rs", "use domain::b::B;\n"),
        ("crates/domain/src/lib.rs", "pub mod b;\n"),
        ("crates/domain/src/b.rs", "use app::a::A;\npub struct B;\n"),
    ]);
    assert_eq!(check(&project), []);
}
