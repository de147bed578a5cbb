//! One line of 材料要求: added, changed, removed.

use crate::edit::{Edited, saved};
use crate::failure::{Failure, see_other};
use crate::form::Form;
use crate::orders::number::VersionBody;
use crate::page::page;
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use crate::staff::RowId;
use app::account::Session;
use app::material::matrix::{self, Matrix};
use app::who::StaffUser;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::field::FieldErrors;
use domain::id::{MaterialRuleId, ProjectId};
use domain::material::{Condition, MaterialRuleForm, Source};
use domain::order::{BusinessType, CertificateKind};

#[derive(Template)]
#[template(path = "config/material.html")]
struct MaterialPage {
    shell: Shell,
    project: i64,
    name: String,
    /// The platform's.
    business: Vec<BusinessType>,
    /// The row of a line that exists.
    old: Option<i64>,
    version: i64,
    posted: MaterialRuleForm,
    errors: FieldErrors,
}

/// GET /cakey/staff/projects/{id}/materials/new
pub async fn new(State(site): State<Site>, Staff(session, user): Staff, RowId(id): RowId) -> Result<Response, Failure> {
    let matrix = matrix::get(&site.app, &user, ProjectId::new(id)).await?;
    page(&filled(
        shell(&site, &session, Menu::Projects, "新增材料要求"),
        &matrix,
        None,
        fresh(&matrix),
        FieldErrors::new(),
    ))
}

/// POST /cakey/staff/projects/{id}/materials/new
pub async fn create(
    State(site): State<Site>,
    Staff(session, user): Staff,
    RowId(id): RowId,
    Form(posted): Form<Edited<MaterialRuleForm>>,
) -> Result<Response, Failure> {
    let outcome = matrix::add(&site.app, &user, ProjectId::new(id), posted.version, &posted.form).await;
    saved(outcome, &list(id, "added"), async |errors| wrong(&site, &session, &user, id, None, posted, errors).await)
        .await
}

/// GET /cakey/staff/projects/{id}/materials/{rule}
pub async fn show(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Path((project, rule)): Path<(i64, i64)>,
) -> Result<Response, Failure> {
    let matrix = matrix::get(&site.app, &user, ProjectId::new(project)).await?;
    let kept = matrix.rules.iter().find(|kept| kept.id.get() == rule).ok_or(Failure::NotFound)?;
    let form = MaterialRuleForm::from_entry(&kept.entry);
    let shell = shell(&site, &session, Menu::Projects, "修改材料要求");
    page(&filled(shell, &matrix, Some(rule), form, FieldErrors::new()))
}

/// POST /cakey/staff/projects/{id}/materials/{rule}
pub async fn save(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Path((id, rule)): Path<(i64, i64)>,
    Form(posted): Form<Edited<MaterialRuleForm>>,
) -> Result<Response, Failure> {
    let (project, row) = (ProjectId::new(id), MaterialRuleId::new(rule));
    let outcome = matrix::change(&site.app, &user, project, row, posted.version, &posted.form).await;
    let again = async |errors| wrong(&site, &session, &user, id, Some(rule), posted, errors).await;
    saved(outcome, &list(id, "changed"), again).await
}

/// POST /cakey/staff/projects/{id}/materials/{rule}/remove
pub async fn remove(
    State(site): State<Site>,
    Staff(_, user): Staff,
    Path((project, rule)): Path<(i64, i64)>,
    Form(seen): Form<VersionBody>,
) -> Result<Response, Failure> {
    matrix::remove(&site.app, &user, ProjectId::new(project), MaterialRuleId::new(rule), seen.version).await?;
    Ok(see_other(&list(project, "removed")))
}

fn list(project: i64, done: &str) -> String {
    format!("/cakey/staff/projects/{project}/materials?done={done}")
}

/// The usual line, behind the others.
fn fresh(matrix: &Matrix) -> MaterialRuleForm {
    let last = matrix.rules.iter().map(|kept| kept.entry.position).max().unwrap_or(0);
    MaterialRuleForm {
        material: String::new(),
        business: matrix.project.rules.business.first().map_or("", |business| business.code()).to_owned(),
        certificate: String::new(),
        condition: Condition::Always.code().to_owned(),
        source: Source::Order.code().to_owned(),
        required: "on".to_owned(),
        position: (last + 1).min(MaterialRuleForm::POSITION_MAX).to_string(),
    }
}

/// The same page with what was typed.
async fn wrong(
    site: &Site,
    session: &Session,
    user: &StaffUser,
    project: i64,
    rule: Option<i64>,
    posted: Edited<MaterialRuleForm>,
    errors: FieldErrors,
) -> Result<MaterialPage, Failure> {
    let matrix = matrix::get(&site.app, user, ProjectId::new(project)).await?;
    let matrix = Matrix { version: posted.version, ..matrix };
    let title = if rule.is_some() { "修改材料要求" } else { "新增材料要求" };
    let shell = shell(site, session, Menu::Projects, title);
    Ok(filled(shell, &matrix, rule, posted.form, errors))
}

fn filled(
    shell: Shell,
    matrix: &Matrix,
    old: Option<i64>,
    posted: MaterialRuleForm,
    errors: FieldErrors,
) -> MaterialPage {
    MaterialPage {
        shell: shell.with_errors(&errors),
        project: matrix.project.id.get(),
        name: matrix.project.name.clone(),
        business: matrix.project.rules.business.clone(),
        old,
        version: matrix.version,
        posted,
        errors,
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    let shell = || crate::samples::staff_shell(domain::rights::Role::Admin, Menu::Projects, "材料要求");
    let matrix = super::materials::sample_matrix();
    let first = MaterialRuleForm::from_entry(&matrix.rules[0].entry);
    let wrong = MaterialRuleForm { material: "moon".into(), position: "0".into(), ..fresh(&matrix) };
    let errors = wrong.check(&[BusinessType::New]).err().unwrap_or_default();
    let sample =
        |name: &str, old, form, errors| (name.to_owned(), filled(shell(), &matrix, old, form, errors).to_string());
    vec![
        sample("material rule", Some(1), first, FieldErrors::new()),
        sample("new material rule", None, fresh(&matrix), FieldErrors::new()),
        sample("material rule with mistakes", None, wrong, errors),
    ]
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_new_line_stands_behind_the_others_and_only_one_that_exists_can_be_removed() {
        let [(_, old), (_, new), _] = <[_; 3]>::try_from(super::samples()).unwrap();
        assert!(old.contains("/materials/1/remove\"") && !new.contains("/remove\""));
        assert!(new.contains("name=\"position\" value=\"4\""), "{new}");
        assert!(new.contains("<option value=\"\">任何证书</option>"), "{new}");
        assert!(!new.contains("补充材料</option>"), "what a user gives freely is not asked for");
    }
}
