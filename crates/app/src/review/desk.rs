//! Everything that a reviewer has in front of the eyes for one order: what was frozen, the checks, what was corrected
//! since the last rejection, what the company has changed since (E20), its other orders, the reasons.

use super::checks::{self, Check};
use super::store::note::{self, Note};
use super::store::reason as reasons;
use crate::company::{self, Company};
use crate::order::Snapshot;
use crate::order::overview::{self, OverviewFilter, OverviewLine};
use crate::order::query::{self, Cursor, Detail};
use crate::order::snapshot::SubmittedFile;
use crate::order::store::{self as orders, Find};
use crate::who::StaffUser;
use crate::{App, Error};
use domain::company::difference::{self, Difference};
use domain::id::OrderNumber;
use domain::material::Slot;
use domain::order::price::Quote;
use domain::order::{CertificateItem, RejectReason};
use domain::rights::Act;

/// What the page of one order shows.
#[derive(Clone, Debug)]
pub struct Desk {
    pub detail: Detail,
    pub checks: Vec<Check>,
    /// What differs from the submission before this one; `None` for a first submission.
    pub corrected: Option<Vec<Difference>>,
    /// What the company has changed since it submitted (E20): before is what the order holds, after what stands now.
    pub changed_since: Vec<Difference>,
    /// The company's other orders, newest first.
    pub others: Vec<OverviewLine>,
    pub reasons: Vec<RejectReason>,
    /// What reviewers wrote down at earlier decisions, newest first.
    pub notes: Vec<Note>,
}

/// Loads it, for a reviewer.
///
/// # Errors
/// `NotFound` for an order that is not under this person's eyes.
pub async fn load(app: &App, staff: &StaffUser, number: &OrderNumber) -> Result<Desk, Error> {
    let detail = query::detail(app, Find::Staff(staff.id, Act::ReadReviews, number.clone())).await?;
    let company = detail.stored.order.company;
    let filter = OverviewFilter { company: Some(company), ..OverviewFilter::default() };
    let mut others = overview::list(app, staff, filter, Cursor::First).await?.lines;
    others.retain(|line| line.id != detail.stored.order.id);
    let (me, order, now) = (staff.id, detail.stored.order.clone(), app.now());
    let snapshot = detail.snapshot.clone();
    let (checks, corrected, changed_since, reasons, notes) = app
        .read(move |tx| {
            let before = match order.submission {
                0 | 1 => None,
                submission => orders::snapshot(tx, order.id, submission - 1)?,
            };
            let current = company::store::get(tx, order.company)?.ok_or(Error::NotFound)?;
            let corrected = before.zip(snapshot.as_ref()).map(|(before, after)| between(&before, after));
            let changed = snapshot.as_ref().map(|snapshot| since(snapshot, &current)).unwrap_or_default();
            let checks = checks::of_order(tx, me, order.id, now)?;
            Ok((checks, corrected, changed, reasons::offered(tx)?, note::of_order(tx, order.id)?))
        })
        .await?;
    Ok(Desk { detail, checks, corrected, changed_since, others, reasons, notes })
}

/// What differs between two submissions of an order.
pub fn between(before: &Snapshot, after: &Snapshot) -> Vec<Difference> {
    let mut all: Vec<Difference> =
        difference::of_text("企业名称", &before.company, &after.company).into_iter().collect();
    all.extend(difference::of_profile(&before.profile, &after.profile));
    all.extend(difference::of_invoice(&before.invoice, &after.invoice));
    all.extend(difference::of_contact(&before.contact, &after.contact));
    all.extend(difference::of_text("交易平台", &before.project, &after.project));
    all.extend(certificates(before, after));
    all.extend(papers(before, after));
    all.extend(difference::of_text("费用", &said(&before.quote), &said(&after.quote)));
    all
}

/// What the company's profiles say now and did not say when they were frozen; a profile cannot be emptied.
pub fn since(frozen: &Snapshot, now: &Company) -> Vec<Difference> {
    let mut all: Vec<Difference> = difference::of_text("企业名称", &frozen.company, &now.name).into_iter().collect();
    if let Some(profile) = &now.profile {
        all.extend(difference::of_profile(&frozen.profile, profile));
    }
    if let Some(invoice) = &now.invoice_profile {
        all.extend(difference::of_invoice(&frozen.invoice, invoice));
    }
    all.extend(difference::of_contact(&frozen.contact, &now.contact));
    all
}

fn said(quote: &Quote) -> String {
    let lines: Vec<String> = quote.lines.iter().map(|line| format!("{} × {}", line.label, line.count)).collect();
    format!("{}，合计 {}", lines.join("，"), quote.total)
}

/// The certificates that are others than before, new, or gone. Numbers are compared whole and shown masked.
fn certificates(before: &Snapshot, after: &Snapshot) -> Vec<Difference> {
    let said = |item: Option<&CertificateItem>, position: usize| {
        item.map_or_else(String::new, |item| format!("证书 {position}：{}", item.sentence()))
    };
    let pairs =
        (0..before.items.len().max(after.items.len())).map(|i| (i + 1, before.items.get(i), after.items.get(i)));
    pairs
        .filter(|(_, before, after)| before != after)
        .map(|(position, before, after)| Difference {
            label: "证书明细",
            before: said(before, position),
            after: said(after, position),
        })
        .collect()
}

/// The files that are others than before, or new.
fn papers(before: &Snapshot, after: &Snapshot) -> Vec<Difference> {
    let titled = |paper: &SubmittedFile| {
        let title = Slot::parse(&paper.slot).map_or_else(|| paper.slot.clone(), |slot| slot.title());
        format!("{title}：{}", paper.name)
    };
    let differs = |paper: &&SubmittedFile| !before.materials.iter().any(|old| old.attachment == paper.attachment);
    let changed = after.materials.iter().filter(differs).map(|paper| Difference {
        label: "材料",
        before: before.materials.iter().find(|old| old.slot == paper.slot).map(titled).unwrap_or_default(),
        after: titled(paper),
    });
    changed.collect()
}
