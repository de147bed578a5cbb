//! Templates: none lies about unused, and every page is rendered with sample data (crates/web/src/samples.rs).

use crate::project::{File, Finding, Project};

const SAMPLES: &str = "crates/web/src/samples";

/// Unused template files, and template types of `web` that the samples do not name.
pub fn check(project: &Project) -> Vec<Finding> {
    let mut findings = unused(project);
    findings.extend(without_sample(project));
    findings
}

fn unused(project: &Project) -> Vec<Finding> {
    let templates = project.files.iter().filter(|file| file.ending() == "html" && is_source(file));
    templates
        .filter(|template| !is_used(project, template))
        .map(|template| Finding::new(&template.path, 0, "no #[template(path = …)] and no other template names it"))
        .collect()
}

fn is_source(file: &File) -> bool {
    file.package().is_some_and(|package| package != "server" && package != "xtask") && !file.is_test()
}

fn is_used(project: &Project, template: &File) -> bool {
    let names = |path: &str| template.path.ends_with(&format!("/{path}"));
    let same_crate = project.files.iter().filter(|file| file.package() == template.package());
    same_crate.into_iter().any(|file| match file.ending() {
        "rs" => file.source().templates.iter().any(|(_, _, path)| names(path)),
        "html" => referred(&file.text).any(names),
        _ => false,
    })
}

/// The paths in `{% extends "…" %}`, `{% include "…" %}` and `{% import "…" as … %}`.
fn referred(text: &str) -> impl Iterator<Item = &str> {
    text.split("{%").skip(1).filter_map(|tag| {
        let tag = tag.split("%}").next()?.trim_start_matches(['-', '+', '~']).trim();
        let rest = ["extends", "include", "import"].iter().find_map(|word| tag.strip_prefix(word))?;
        rest.split('"').nth(1)
    })
}

/// A module with templates must have a `samples` function, and the samples' file must call it.
fn without_sample(project: &Project) -> Vec<Finding> {
    let samples = project.rust().filter(|file| file.path.starts_with(SAMPLES));
    let called: String = samples.map(|file| file.text.as_str()).collect();
    let mut findings = Vec::new();
    for file in project.rust().filter(|file| file.package() == Some("web")) {
        let module = module_of(&file.path);
        if let Some((line, name, _)) = file.source().templates.first()
            && !called.contains(&format!("crate::{module}::samples()"))
        {
            findings.push(Finding::new(&file.path, *line, format!("{name} has no sample in {SAMPLES}.rs")));
        }
    }
    findings
}

/// `crates/web/src/orders/list.rs` is `orders::list`.
fn module_of(path: &str) -> String {
    let inside = path.split_once("/src/").map_or(path, |(_, inside)| inside);
    inside.trim_end_matches(".rs").trim_end_matches("/mod").replace('/', "::")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "#[derive(Template)]\n#[template(path = \"orders/list.html\")]\nstruct List;\n";

    #[test]
    fn a_template_that_nobody_names_is_found() {
        let project = Project::planted(&[
            ("crates/web/src/orders/list.rs", PAGE),
            ("crates/web/src/orders/list.html", "{% extends \"layout.html\" %}{%- import \"form.html\" as form -%}"),
            ("crates/web/src/layout.html", ""),
            ("crates/web/src/form.html", ""),
            ("crates/web/src/orders/forgotten.html", ""),
            ("crates/web/src/samples.rs", "fn all() { crate::orders::list::samples(); }"),
        ]);
        let found: Vec<_> = check(&project).into_iter().map(|finding| finding.path).collect();
        assert_eq!(found, ["crates/web/src/orders/forgotten.html"]);
    }

    #[test]
    fn a_page_without_a_sample_is_found() {
        let files = [("crates/web/src/orders/list.rs", PAGE), ("crates/web/src/orders/list.html", "")];
        let found = check(&Project::planted(&files));
        let expected = Finding::new(files[0].0, 3, "List has no sample in crates/web/src/samples.rs");
        assert_eq!(found, [expected]);
    }
}
