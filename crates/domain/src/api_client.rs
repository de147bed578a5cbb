//! A trading platform's program that asks after orders (接口客户端), and the key by which the platform knows an order.

use crate::field::FieldErrors;
use crate::id::ProjectId;
use crate::text::Input;
use serde::Deserialize;
use std::fmt;

/// The inputs of the page.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ApiClientForm {
    /// 名称.
    pub name: String,
    /// 交易平台, a project's id.
    pub project: String,
}

/// What a client is made of. It sees the orders of its project, and nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewApiClient {
    /// What the administrator calls it.
    pub name: String,
    /// Whose orders it may ask after.
    pub project: ProjectId,
}

impl ApiClientForm {
    /// Fewest characters of 名称.
    pub const NAME_MIN: usize = 2;
    /// Most characters of 名称.
    pub const NAME_MAX: usize = 50;

    /// Judges the form; `projects` are those on offer.
    pub fn check(&self, projects: &[ProjectId]) -> Result<NewApiClient, FieldErrors> {
        let mut errors = FieldErrors::new();
        let name = Input::new("name", "名称", &self.name).line(Self::NAME_MIN..=Self::NAME_MAX, &mut errors);
        let listed = |text: &str| {
            let id: i64 = text.trim().parse().ok()?;
            projects.iter().copied().find(|project| project.get() == id)
        };
        match Input::new("project", "交易平台", &self.project).choice(listed, &mut errors) {
            Some(project) => errors.into_result(NewApiClient { name, project }),
            None => Err(errors),
        }
    }
}

/// The platform's own key of an order: 1–64 of `A-Z a-z 0-9 . _ : -`. It comes with the link by which the platform
/// sends its user here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExternalKey(String);

impl ExternalKey {
    /// Most characters.
    pub const MAX: usize = 64;

    /// Reads a key; `None` for anything else, the empty text included.
    pub fn parse(text: &str) -> Option<ExternalKey> {
        let allowed = |b: u8| b.is_ascii_alphanumeric() || b"._:-".contains(&b);
        let ok = (1..=Self::MAX).contains(&text.len()) && text.bytes().all(allowed);
        ok.then(|| ExternalKey(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ExternalKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_needs_a_name_and_a_project_on_offer() {
        let projects = [ProjectId::new(1), ProjectId::new(2)];
        let form = |name: &str, project: &str| ApiClientForm { name: name.into(), project: project.into() };
        let made = form(" 投标系统 ", "2").check(&projects);
        assert_eq!(made, Ok(NewApiClient { name: "投标系统".into(), project: ProjectId::new(2) }));
        let cases = [
            ("", "1", "name"),
            ("投", "1", "name"),
            ("投\u{7}标", "1", "name"),
            ("投标", "3", "project"),
            ("投标", "", "project"),
        ];
        for (name, project, field) in cases {
            let errors = form(name, project).check(&projects).unwrap_err();
            assert!(errors.len() == 1 && errors.get(field).is_some(), "{name} {project}: {errors:?}");
        }
        assert!(form(&"投".repeat(50), "1").check(&projects).is_ok());
        assert!(form(&"投".repeat(51), "1").check(&projects).is_err());
    }

    #[test]
    fn a_key_is_short_and_plain() {
        for good in ["A", "TB-2026.11:0001_x", &"k".repeat(64)] {
            assert_eq!(ExternalKey::parse(good).map(|key| key.to_string()).as_deref(), Some(good));
        }
        for bad in ["", " ", "a b", "键", "a/b", "a'b", &"k".repeat(65)] {
            assert_eq!(ExternalKey::parse(bad), None, "{bad}");
        }
    }
}
