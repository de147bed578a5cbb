//! 收费标准 of one platform: every version, which one holds, and what an order would cost by one of them.

use crate::failure::Failure;
use crate::page::page;
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use crate::staff::{DoneQuery, RowId};
use app::project::lists::{self, Versions};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::id::ProjectId;
use domain::order::price::{PriceList, Quote};
use domain::order::{BusinessType, CertificateItem};
use domain::time;
use serde::Deserialize;

/// The most certificates of the preview.
const CERTIFICATES_MAX: i64 = 20;

#[derive(Template)]
#[template(path = "config/prices.html")]
struct PricesPage {
    shell: Shell,
    project: i64,
    name: String,
    told: &'static str,
    rows: Vec<Row>,
    sample: Sample,
}

impl PricesPage {
    /// The heading above what the order tried would cost.
    fn tried(&self) -> String {
        format!("{} 证书 {} 签章", self.sample.certs, self.sample.seals)
    }
}

struct Row {
    id: i64,
    version: i64,
    name: String,
    from: String,
    tag: (&'static str, &'static str),
    published: String,
    quote: Option<Quote>,
}

/// The order whose price is shown for each version.
#[derive(Debug, Deserialize)]
#[serde(default)]
pub struct Sample {
    certs: i64,
    seals: i64,
}

impl Default for Sample {
    /// The manual's own example.
    fn default() -> Sample {
        Sample { certs: 2, seals: 1 }
    }
}

impl Sample {
    fn within_limits(self) -> Sample {
        let certs = self.certs.clamp(1, CERTIFICATES_MAX);
        Sample { certs, seals: self.seals.clamp(0, certs) }
    }
}

/// GET /cakey/staff/projects/{id}/prices
pub async fn show(
    State(site): State<Site>,
    Staff(session, user): Staff,
    RowId(id): RowId,
    Query(asked): Query<DoneQuery>,
    Query(sample): Query<Sample>,
) -> Result<Response, Failure> {
    let versions = lists::all(&site.app, &user, ProjectId::new(id)).await?;
    let shell = shell(&site, &session, Menu::Projects, "收费标准");
    page(&prices_page(shell, &versions, &asked.done, sample.within_limits()))
}

fn prices_page(shell: Shell, versions: &Versions, done: &str, sample: Sample) -> PricesPage {
    let told = match done {
        "saved" => "草稿已保存，发布前不会用于任何订单",
        "published" => "收费标准已发布，从生效日起提交的订单按它计价；已提交的订单不变",
        _ => "",
    };
    let row = |list| Row::of(list, versions, &sample);
    PricesPage {
        shell,
        project: versions.project.id.get(),
        name: versions.project.name.clone(),
        told,
        rows: versions.lists.iter().map(row).collect(),
        sample,
    }
}

/// Class and word of a version's tag.
pub fn tag(list: &PriceList, versions: &Versions) -> (&'static str, &'static str) {
    match list.published_at {
        None => ("tag t-amb", "草稿"),
        Some(_) if versions.in_force == Some(list.id) => ("tag t-grn", "执行中"),
        Some(_) if list.valid_from > versions.today => ("tag t-blu", "待生效"),
        Some(_) => ("tag", "已失效"),
    }
}

impl Row {
    fn of(list: &PriceList, versions: &Versions, sample: &Sample) -> Row {
        Row {
            id: list.id.get(),
            version: list.version,
            name: list.name.clone(),
            from: list.valid_from.to_string(),
            tag: tag(list, versions),
            published: list.published_at.map(time::minute_text).unwrap_or_default(),
            quote: list
                .of(BusinessType::New)
                .and_then(|list| list.quote(&CertificateItem::usual(sample.certs, sample.seals)).ok()),
        }
    }
}

#[cfg(test)]
pub fn sample_versions() -> Versions {
    use domain::id::PriceListId;
    use domain::order::price_form::PriceListForm;
    const LINE: &str = "证书费，证书服务费，80，每个证书，不限，不限，份，信息技术服务，3040203000000000000，6";
    let today = jiff::civil::date(2026, 11, 23);
    let form = PriceListForm { name: "收费标准".into(), valid_from: "2026-12-01".into(), items: LINE.into() };
    let items = form.check(today).map(|checked| checked.items).unwrap_or_default();
    let list = |id: i64, day: i8, month: i8, published: bool| PriceList {
        id: PriceListId::new(id),
        project: ProjectId::new(1),
        version: id,
        name: format!("第 {id} 版 <收费>"),
        valid_from: jiff::civil::date(2026, month, day),
        published_at: if published { "2026-06-20T01:00:00Z".parse().ok() } else { None },
        items: items.clone(),
    };
    let lists = vec![list(4, 1, 12, false), list(3, 1, 12, true), list(2, 1, 7, true), list(1, 1, 1, true)];
    let project = app::project::Project {
        id: ProjectId::new(1),
        name: "澜州市公共资源交易平台".into(),
        open: true,
        rules: domain::order::ProjectRules::default(),
    };
    Versions { project, lists, in_force: Some(PriceListId::new(2)), today }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    let shell = || crate::samples::staff_shell(domain::rights::Role::Supervisor, Menu::Projects, "收费标准");
    let versions = sample_versions();
    let empty = Versions { lists: Vec::new(), in_force: None, ..sample_versions() };
    vec![
        ("prices".to_owned(), prices_page(shell(), &versions, "published", Sample::default()).to_string()),
        ("no prices".to_owned(), prices_page(shell(), &empty, "", Sample::default()).to_string()),
    ]
}

#[cfg(test)]
mod tests {
    #[test]
    fn each_version_says_whether_it_holds_and_what_the_sample_costs() {
        let (_, html) = super::samples().remove(0);
        for words in ["草稿", "待生效", "执行中", "已失效", "¥160.00"] {
            assert!(html.contains(words), "{words}: {html}");
        }
    }
}
