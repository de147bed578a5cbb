//! Relative links in documents lead to a file that is there.

use crate::project::{File, Finding, Project};

/// Every `[…](path)` of every Markdown file; addresses and anchors are not followed.
pub fn check(project: &Project) -> Vec<Finding> {
    let mut findings = Vec::new();
    for document in project.files.iter().filter(|file| file.ending() == "md") {
        for (line, target) in links(&document.text) {
            let path = resolved(document, target);
            let there = project.file(&path).is_some() || project.root.join(&path).exists();
            if !there {
                findings.push(Finding::new(&document.path, line, format!("no such file: {target}")));
            }
        }
    }
    findings
}

fn links(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut in_code = false;
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        } else if !in_code {
            // Every second piece between backquotes is code.
            let prose = line.split('`').step_by(2);
            found.extend(prose.flat_map(targets).map(|target| (index + 1, target)));
        }
    }
    found
}

fn targets(prose: &str) -> impl Iterator<Item = &str> {
    prose.split("](").skip(1).filter_map(|rest| {
        let target = rest.split(')').next()?.split_whitespace().next()?.split('#').next()?;
        let elsewhere = target.contains("://") || target.starts_with("mailto:");
        (!target.is_empty() && !elsewhere).then_some(target)
    })
}

fn resolved(document: &File, target: &str) -> String {
    let folder = document.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_to_a_file_that_is_not_there_is_found_at_its_line() {
        let text = "# A\nSee [b](../b.md#part), [c](c.md \"title\")\n[gone](gone.md)\n";
        let project = Project::planted(&[("docs/a.md", text), ("b.md", ""), ("docs/c.md", "")]);
        assert_eq!(check(&project), [Finding::new("docs/a.md", 3, "no such file: gone.md")]);
    }

    #[test]
    fn addresses_anchors_and_code_are_not_followed() {
        let text = "[a](https://example.org/x) [b](#part) [c](mailto:a@example.org) `[d](d.md)`\n```\n[e](e.md)\n```\n";
        assert_eq!(check(&Project::planted(&[("a.md", text)])), []);
    }
}
