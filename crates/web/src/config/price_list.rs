//! One version of the prices: entered as a draft, looked over with what orders would cost, published. A published one
//! is only read.

use super::prices::tag;
use crate::edit::{Edited, saved};
use crate::failure::Failure;
use crate::form::Form;
use crate::orders::number::VersionBody;
use crate::page::page;
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use crate::staff::RowId;
use app::account::Session;
use app::project::lists::{self, Versions};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::field::FieldErrors;
use domain::id::{PriceListId, ProjectId};
use domain::order::price::{PriceList, Quote};
use domain::order::price_form::PriceListForm;
use domain::order::{BusinessType, CertificateItem};

#[derive(Template)]
#[template(path = "config/price_list.html")]
struct PriceListPage {
    shell: Shell,
    project: i64,
    name: String,
    old: Option<SavedPriceList>,
    posted: PriceListForm,
    errors: FieldErrors,
    /// Examples and what they cost, as a user would see it.
    examples: Vec<(String, Quote)>,
}

impl PriceListPage {
    /// A new version, or a draft.
    fn writable(&self) -> bool {
        self.old.as_ref().is_none_or(|old| old.draft)
    }
}

struct SavedPriceList {
    id: i64,
    version: i64,
    edits: i64,
    tag: (&'static str, &'static str),
    draft: bool,
}

/// GET /cakey/staff/projects/{id}/prices/new: a copy of the newest version.
pub async fn new(State(site): State<Site>, Staff(session, user): Staff, RowId(id): RowId) -> Result<Response, Failure> {
    let versions = lists::all(&site.app, &user, ProjectId::new(id)).await?;
    let form = versions.lists.first().map_or_else(PriceListForm::default, |last| PriceListForm {
        valid_from: String::new(),
        ..PriceListForm::from_list(&last.name, last.valid_from, &last.items)
    });
    page(&price_page(&site, &session, &versions, None, form, FieldErrors::new()))
}

/// POST /cakey/staff/projects/{id}/prices/new
pub async fn create(
    State(site): State<Site>,
    Staff(session, user): Staff,
    RowId(id): RowId,
    Form(posted): Form<Edited<PriceListForm>>,
) -> Result<Response, Failure> {
    let project = ProjectId::new(id);
    let outcome = lists::save(&site.app, &user, project, None, &posted.form).await;
    let again = async |errors| {
        let versions = lists::all(&site.app, &user, project).await?;
        Ok(price_page(&site, &session, &versions, None, posted.form, errors))
    };
    saved(outcome, &back(id, "saved"), again).await
}

/// GET /cakey/staff/projects/{id}/prices/{list}
pub async fn show(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Path((project, list)): Path<(i64, i64)>,
) -> Result<Response, Failure> {
    let versions = lists::all(&site.app, &user, ProjectId::new(project)).await?;
    let old = find(&versions, list)?;
    let edits = lists::edits(&site.app, old.id).await?;
    let form = PriceListForm::from_list(&old.name, old.valid_from, &old.items);
    page(&price_page(&site, &session, &versions, Some((old, edits)), form, FieldErrors::new()))
}

/// POST /cakey/staff/projects/{id}/prices/{list}
pub async fn save(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Path((project, list)): Path<(i64, i64)>,
    Form(posted): Form<Edited<PriceListForm>>,
) -> Result<Response, Failure> {
    let id = Some((PriceListId::new(list), posted.version));
    let outcome = lists::save(&site.app, &user, ProjectId::new(project), id, &posted.form).await;
    let again = async |errors| {
        let versions = lists::all(&site.app, &user, ProjectId::new(project)).await?;
        let old = find(&versions, list)?;
        Ok(price_page(&site, &session, &versions, Some((old, posted.version)), posted.form, errors))
    };
    saved(outcome, &back(project, "saved"), again).await
}

/// POST /cakey/staff/projects/{id}/prices/{list}/publish
pub async fn publish(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Path((project, list)): Path<(i64, i64)>,
    Form(seen): Form<VersionBody>,
) -> Result<Response, Failure> {
    let outcome = lists::publish(&site.app, &user, ProjectId::new(project), PriceListId::new(list), seen.version).await;
    let again = async |errors| {
        let versions = lists::all(&site.app, &user, ProjectId::new(project)).await?;
        let old = find(&versions, list)?;
        let form = PriceListForm::from_list(&old.name, old.valid_from, &old.items);
        Ok(price_page(&site, &session, &versions, Some((old, seen.version)), form, errors))
    };
    saved(outcome, &back(project, "published"), again).await
}

fn back(project: i64, done: &str) -> String {
    format!("/cakey/staff/projects/{project}/prices?done={done}")
}

fn find(versions: &Versions, list: i64) -> Result<&PriceList, Failure> {
    versions.lists.iter().find(|one| one.id.get() == list).ok_or(Failure::NotFound)
}

fn price_page(
    site: &Site,
    session: &Session,
    versions: &Versions,
    old: Option<(&PriceList, i64)>,
    posted: PriceListForm,
    errors: FieldErrors,
) -> PriceListPage {
    let shell = shell(site, session, Menu::Projects, "收费标准").with_errors(&errors);
    filled(shell, versions, old, posted, errors)
}

fn filled(
    shell: Shell,
    versions: &Versions,
    old: Option<(&PriceList, i64)>,
    posted: PriceListForm,
    errors: FieldErrors,
) -> PriceListPage {
    PriceListPage {
        shell,
        project: versions.project.id.get(),
        name: versions.project.name.clone(),
        examples: old.map(|(list, _)| examples(list)).unwrap_or_default(),
        old: old.map(|(list, edits)| SavedPriceList {
            id: list.id.get(),
            version: list.version,
            edits,
            tag: tag(list, versions),
            draft: list.published_at.is_none(),
        }),
        posted,
        errors,
    }
}

/// Each kind and number of years on offer once, and the manual's own example.
fn examples(list: &PriceList) -> Vec<(String, Quote)> {
    let Some(list) = &list.of(BusinessType::New) else { return Vec::new() };
    let usual = ("2 个单位证书，1 个签章".to_owned(), CertificateItem::usual(2, 1));
    let single = list.kinds().into_iter().flat_map(|kind| {
        let years = list.years(kind);
        years.into_iter().map(move |years| {
            let one = CertificateItem { kind, years, ..CertificateItem::default() };
            (format!("1 个{}，{years} 年", kind.title()), vec![one])
        })
    });
    let priced = |(words, items): (String, Vec<CertificateItem>)| Some((words, list.quote(&items).ok()?));
    std::iter::once(usual).chain(single).filter_map(priced).collect()
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    let shell = || crate::samples::staff_shell(domain::rights::Role::Supervisor, Menu::Projects, "收费标准");
    let versions = super::prices::sample_versions();
    let form = |list: &PriceList| PriceListForm::from_list(&list.name, list.valid_from, &list.items);
    let (draft, held) = (&versions.lists[0], &versions.lists[2]);
    let wrong = PriceListForm { items: "证书费，80".into(), ..PriceListForm::default() };
    let errors = wrong.check(versions.today).err().unwrap_or_default();
    let page = |name: &str, old, form, errors: FieldErrors| {
        (name.to_owned(), filled(shell().with_errors(&errors), &versions, old, form, errors).to_string())
    };
    vec![
        page("price list draft", Some((draft, 1)), form(draft), FieldErrors::new()),
        page("price list in force", Some((held, 1)), form(held), FieldErrors::new()),
        page("price list with mistakes", None, wrong, errors),
    ]
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_version_in_force_is_read_and_never_changed() {
        let samples = super::samples();
        assert!(samples[0].1.contains("<textarea") && samples[0].1.contains("/publish\""));
        assert!(!samples[1].1.contains("<textarea") && !samples[1].1.contains("/publish\""));
        assert!(samples[1].1.contains("¥160.00"), "what the example costs");
    }
}
