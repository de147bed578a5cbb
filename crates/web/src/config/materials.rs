//! 材料要求 of one platform: which documents its orders need, and when.

use crate::failure::Failure;
use crate::page::page;
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use crate::staff::{DoneQuery, RowId};
use app::material::matrix::{self, KeptRule, Matrix};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::id::ProjectId;
use domain::rights::Act;
use domain::time;

#[derive(Template)]
#[template(path = "config/materials.html")]
struct MaterialsPage {
    shell: Shell,
    project: i64,
    name: String,
    told: &'static str,
    /// Administrators change what supervisors only see.
    edits: bool,
    rows: Vec<Row>,
}

struct Row {
    id: i64,
    position: i64,
    material: &'static str,
    business: &'static str,
    certificate: &'static str,
    condition: &'static str,
    source: &'static str,
    required: bool,
    /// The day of a line that does not hold yet.
    from: String,
}

/// GET /cakey/staff/projects/{id}/materials
pub async fn show(
    State(site): State<Site>,
    Staff(session, user): Staff,
    RowId(id): RowId,
    Query(asked): Query<DoneQuery>,
) -> Result<Response, Failure> {
    let matrix = matrix::get(&site.app, &user, ProjectId::new(id)).await?;
    let shell = shell(&site, &session, Menu::Projects, "材料要求");
    page(&materials_page(shell, &matrix, &asked.done, user.may(Act::KeepProjects)))
}

fn materials_page(shell: Shell, matrix: &Matrix, done: &str, edits: bool) -> MaterialsPage {
    let told = match done {
        "added" => "材料要求已新增，从现在起提交的订单要提供",
        "changed" => "材料要求已修改，从现在起提交的订单按新的要求",
        "removed" => "材料要求已删除，从现在起提交的订单不再需要",
        _ => "",
    };
    MaterialsPage {
        shell,
        project: matrix.project.id.get(),
        name: matrix.project.name.clone(),
        told,
        edits,
        rows: matrix.rules.iter().map(|kept| Row::of(kept, matrix)).collect(),
    }
}

impl Row {
    fn of(kept: &KeptRule, matrix: &Matrix) -> Row {
        let rule = &kept.entry.rule;
        Row {
            id: kept.id.get(),
            position: kept.entry.position,
            material: rule.material.title(),
            business: kept.entry.business.title(),
            certificate: kept.entry.certificate_title(),
            condition: rule.condition.title(),
            source: rule.source.title(),
            required: rule.required,
            from: if kept.from > matrix.now { time::day_text(kept.from) } else { String::new() },
        }
    }
}

#[cfg(test)]
pub fn sample_matrix() -> Matrix {
    use domain::id::MaterialRuleId;
    use domain::material::MaterialRuleForm;
    let now = "2026-11-23T02:00:00Z".parse().unwrap_or_default();
    let kept = |id: i64, material: &str, condition: &str, required: &str| {
        let form = MaterialRuleForm {
            material: material.into(),
            business: "new".into(),
            certificate: if id == 2 { "legal".into() } else { String::new() },
            condition: condition.into(),
            source: "order".into(),
            required: required.into(),
            position: id.to_string(),
        };
        let entry = form.check(&[domain::order::BusinessType::New]).ok()?;
        let later = jiff::SignedDuration::from_hours(if id == 3 { 24 * 40 } else { 0 });
        Some(KeptRule { id: MaterialRuleId::new(id), entry, from: now + later })
    };
    let lines =
        [kept(1, "licence", "always", "on"), kept(2, "proxy", "by_agent", ""), kept(3, "seal_image", "sealed", "on")];
    let project = super::prices::sample_versions().project;
    Matrix { project, version: 4, rules: lines.into_iter().flatten().collect(), now }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use domain::rights::Role;
    let shell = |role| crate::samples::staff_shell(role, Menu::Projects, "材料要求");
    let matrix = sample_matrix();
    let empty = Matrix { rules: Vec::new(), ..sample_matrix() };
    vec![
        ("material rules".to_owned(), materials_page(shell(Role::Admin), &matrix, "added", true).to_string()),
        ("material rules read".to_owned(), materials_page(shell(Role::Supervisor), &matrix, "", false).to_string()),
        ("no material rules".to_owned(), materials_page(shell(Role::Admin), &empty, "", true).to_string()),
    ]
}

#[cfg(test)]
mod tests {
    #[test]
    fn each_line_says_when_it_applies_and_only_administrators_get_its_link() {
        let [(_, edited), (_, read), _] = <[_; 3]>::try_from(super::samples()).unwrap();
        for words in ["法人授权委托书", "法定代表人证书", "经办人不是法定代表人时", "选填", "2027-01-02 起"]
        {
            assert!(edited.contains(words) && read.contains(words), "{words}: {edited}");
        }
        assert!(edited.contains("/materials/2\"") && edited.contains("/materials/new\""));
        assert!(edited.contains("改动马上生效") && !read.contains("改动马上生效"));
        assert!(!read.contains("/materials/2\"") && !read.contains("/materials/new\""));
    }
}
