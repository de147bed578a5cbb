//! Words with a place of their own: the vendors' names, and SQL.

use crate::project::{File, Finding, Project};

const VENDOR_WORDS: [&str; 4] = ["alipay", "aliyun", "dysms", "nuonuo"];
/// Crates that must not know a vendor. `xtask` lists the words, so it is not among them.
const VENDOR_FREE: [&str; 4] = ["domain", "db", "app", "web"];
/// Files that are read line by line, since they are no Rust.
const OTHER_ENDINGS: [&str; 5] = ["html", "css", "js", "sql", "toml"];

/// The column whose values are the codes of gateways: a migration that fills it must say which gateway there was.
const CODES_OF_GATEWAYS: &str = "column gateway ";

/// Vendors' names, in any case, in identifiers, strings, templates and migrations. Comments in Rust are free, and so
/// is what a person calls the thing in Chinese, and the code that a migration writes into a column of gateways.
pub fn vendor_words(project: &Project) -> Vec<Finding> {
    let bound = |file: &&File| {
        file.package().is_some_and(|name| VENDOR_FREE.contains(&name)) || file.path.starts_with("migrations/")
    };
    project.files.iter().filter(bound).flat_map(vendor_words_in).collect()
}

fn vendor_words_in(file: &File) -> Vec<Finding> {
    let texts: Vec<(usize, &str)> = if file.ending() == "rs" {
        let source = file.source();
        source.names.iter().chain(&source.strings).map(|(line, text)| (*line, text.as_str())).collect()
    } else if OTHER_ENDINGS.contains(&file.ending()) {
        let data = |text: &str| file.ending() == "sql" && text.to_lowercase().contains(CODES_OF_GATEWAYS);
        file.text.lines().enumerate().filter(|(_, text)| !data(text)).map(|(index, text)| (index + 1, text)).collect()
    } else {
        Vec::new()
    };
    let mut findings = Vec::new();
    for (line, text) in texts {
        let lower = text.to_lowercase();
        let words = VENDOR_WORDS.iter().filter(|word| lower.contains(**word));
        findings.extend(words.map(|word| Finding::new(&file.path, line, format!("the vendor's word {word}"))));
    }
    findings
}

/// String literals that are SQL statements.
pub fn sql(project: &Project) -> Vec<Finding> {
    let bound = |file: &&File| {
        let package = file.package();
        package != Some("db") && package != Some("xtask") && !file.is_test() && !is_store(file)
    };
    let strings = project.rust().filter(bound).flat_map(|file| {
        let source = file.source();
        source.strings.iter().filter(|(line, _)| !source.in_tests(*line)).map(move |string| (file, string))
    });
    strings
        .filter(|(_, (_, text))| is_statement(text))
        .map(|(file, (line, _))| Finding::new(&file.path, *line, "SQL outside store.rs"))
        .collect()
}

/// `store.rs`, or a file in a folder `store`.
fn is_store(file: &File) -> bool {
    file.name() == "store.rs" || file.path.split('/').any(|part| part == "store")
}

fn is_statement(text: &str) -> bool {
    let words: Vec<String> = text.split_whitespace().take(200).map(str::to_lowercase).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["select", _, ..] | ["insert", "into", ..] | ["delete", "from", ..] | ["create", "table" | "index", ..] => true,
        ["update", rest @ ..] => rest.contains(&"set"),
        ["with", rest @ ..] => rest.contains(&"select"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vendor_in_a_name_a_string_or_a_template_is_found_and_in_prose_it_is_not() {
        let project = Project::planted(&[
            ("crates/app/src/a.rs", "// Alipay may answer late\n/// Alipay\nfn pay_AliPay() {}\n"),
            ("crates/web/src/b.rs", "const KIND: &str = \"Nuonuo\";\nconst SAID: &str = \"支付宝\";\n"),
            ("crates/web/src/c.html", "<p>\n<i class=\"aliyun\">"),
            (
                "migrations/1.sql",
                "alter table refund add column gateway text default 'alipay';\nupdate t set a = 'alipay';",
            ),
            ("crates/connectors/src/alipay.rs", "struct Alipay;"),
            ("xtask/src/places.rs", "const WORD: &str = \"alipay\";"),
        ]);
        let found: Vec<_> = vendor_words(&project).into_iter().map(|finding| (finding.path, finding.line)).collect();
        let expected = [
            ("crates/app/src/a.rs", 3),
            ("crates/web/src/b.rs", 1),
            ("crates/web/src/c.html", 2),
            ("migrations/1.sql", 2),
        ];
        assert_eq!(found, expected.map(|(path, line)| (path.to_owned(), line)));
    }

    #[test]
    fn sql_outside_a_store_is_found() {
        let text = "fn f() {\n    run(\"\n select id\n from orders\");\n}\n";
        let found = sql(&Project::planted(&[("crates/app/src/order/review.rs", text)]));
        assert_eq!(found, [Finding::new("crates/app/src/order/review.rs", 2, "SQL outside store.rs")]);
    }

    #[test]
    fn sql_in_a_store_in_db_and_in_tests_is_where_it_belongs() {
        let text = "const S: &str = \"delete from t\";";
        let in_module = format!("#[cfg(test)]\nmod tests {{\n{text}\n}}\n");
        let project = Project::planted(&[
            ("crates/app/src/order/store.rs", text),
            ("crates/app/src/order/store/list.rs", text),
            ("crates/db/src/queue.rs", text),
            ("crates/server/tests/it/main.rs", text),
            ("crates/app/src/order/review.rs", &in_module),
        ]);
        assert_eq!(sql(&project), []);
    }

    #[test]
    fn statements_are_told_from_english() {
        for statement in
            ["select 1", "INSERT INTO t values ($1)", "update t set a = 1", "with x as (select 1) select 2"]
        {
            assert!(is_statement(statement), "{statement}");
        }
        for english in ["update", "select", "update the order", "created", "with care"] {
            assert!(!is_statement(english), "{english}");
        }
    }
}
