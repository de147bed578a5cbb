//! 领取单: what the collector signs, to be printed once the goods are handed over. The document's number is masked.

use super::page::at_desk;
use crate::failure::Failure;
use crate::orders::view::content;
use crate::page::page;
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::desk::{self, masked_id, store::StoredHandover};
use app::order::query::{self, Detail};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::time;

use crate::orders::number::Number;

#[derive(Template)]
#[template(path = "desk/receipt.html")]
struct ReceiptPage {
    shell: Shell,
    number: String,
    outlet: String,
    facts: Vec<(&'static str, String)>,
}

/// GET /cakey/staff/desk/{number}/receipt.
pub async fn show(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Number(number): Number,
) -> Result<Response, Failure> {
    let detail = query::detail(&site.app, at_desk(&user, &number)).await?;
    let handed = desk::handover(&site.app, &user, &number).await?.ok_or(Failure::NotFound)?;
    page(&receipt_page(shell(&site, &session, Menu::Desk, "领取单"), &detail, &handed))
}

fn receipt_page(shell: Shell, detail: &Detail, handed: &StoredHandover) -> ReceiptPage {
    let (draft, identity) = (&detail.stored.draft, &handed.identity);
    let letter = if identity.letter { "（代办，已收授权委托书）" } else { "" };
    ReceiptPage {
        shell,
        number: detail.stored.order.number.to_string(),
        outlet: detail.outlet.clone().unwrap_or_default(),
        facts: vec![
            ("企业", detail.company.clone()),
            ("交易平台", detail.project.clone()),
            (
                "领取物品",
                format!("UKey（锁）{} 把（{}）", draft.certificates(), content(draft.certificates(), draft.seals())),
            ),
            ("领取人", format!("{}{letter}", identity.name)),
            ("证件", format!("{} {}", identity.id_kind.title(), masked_id(&identity.id_number))),
            ("交付时间", time::minute_text(handed.at)),
            ("网点人员", handed.staff.clone()),
        ],
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use crate::orders::sample;
    use domain::company::PersonIdKind;
    use domain::order::staff_form::CollectorIdentity;
    let identity = CollectorIdentity {
        name: "周予安".into(),
        id_kind: PersonIdKind::Resident,
        id_number: "11010519491231002X".into(),
        letter: true,
    };
    let handed = StoredHandover { staff: "许南乔".into(), identity, at: sample::now() };
    let shell = crate::samples::staff_shell(domain::rights::Role::Outlet, Menu::Desk, "领取单");
    let detail = sample::detail(sample::processing(sample::handed_over()));
    vec![("receipt".to_owned(), receipt_page(shell, &detail, &handed).to_string())]
}

#[cfg(test)]
mod tests {
    #[test]
    fn paper_names_the_collector_and_hides_the_number() {
        let (_, html) = super::samples().remove(0);
        assert!(html.contains("周予安（代办，已收授权委托书）") && html.contains("1101**********002X"));
        assert!(!html.contains("11010519491231002X"));
    }
}
