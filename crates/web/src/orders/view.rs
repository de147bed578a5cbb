//! Small pieces that several pages show of an order: its contents, where it goes to, its last events, its next act.

use crate::text::masked;
use app::certificate::Certificate;
use app::order::query::{Detail, HistoryEntry};
use app::review::store::note::Note;
use domain::order::form::{Delivery, Recipient};
use domain::order::{CertificateItem, Event, State};
use domain::time;

/// The one thing that the user does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// 修改/提交.
    Edit,
    /// 订单支付.
    Pay,
    /// 确认收货.
    Confirm,
    /// 再来一单.
    Again,
    /// Wait.
    Nothing,
}

impl NextStep {
    /// What copying an order is called: a completed one is ordered again, a closed one is taken up anew.
    pub fn copy_word(state: &State) -> &'static str {
        if matches!(state, State::Closed { .. }) { "复制为新订单" } else { "再来一单" }
    }

    /// The act of a state.
    pub fn of(state: &State) -> NextStep {
        match state {
            State::Draft { .. } => NextStep::Edit,
            State::AwaitingPayment { .. } => NextStep::Pay,
            State::UnderReview(_) | State::ToShip(_) => NextStep::Nothing,
            State::Shipped { .. } | State::Processing { .. } => NextStep::Confirm,
            State::Completed { .. } | State::Closed { .. } => NextStep::Again,
        }
    }
}

/// `2 证书 · 1 签章`, for lists.
pub fn short_content(certificates: i64, seals: i64) -> String {
    if seals == 0 { format!("{certificates} 证书") } else { format!("{certificates} 证书 · {seals} 签章") }
}

/// `2 个证书、1 个签章`, for sentences.
pub fn content(certificates: i64, seals: i64) -> String {
    if seals == 0 {
        format!("{certificates} 个证书")
    } else {
        format!("{certificates} 个证书、{seals} 个签章")
    }
}

/// A certificate as a table shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateLine {
    /// `1 主锁`.
    pub place: String,
    /// 证书类型.
    pub kind: &'static str,
    /// `1 年`.
    pub years: String,
    /// 签章类型, or 不带签章.
    pub seal: &'static str,
    /// The holder with a masked number; empty where the company itself holds it.
    pub holder: String,
    /// What became of it; empty before the approval.
    pub state: &'static str,
}

impl CertificateLine {
    /// The certificates as they are ordered.
    pub fn ordered(items: &[CertificateItem]) -> Vec<CertificateLine> {
        items.iter().zip(1..).map(|(item, position)| CertificateLine::of(position, item, "")).collect()
    }

    /// The certificates of an order: as they are made, or as they are ordered while none is.
    pub fn all(detail: &Detail) -> Vec<CertificateLine> {
        if detail.certificates.is_empty() {
            return CertificateLine::ordered(&detail.stored.draft.items);
        }
        let state = |code: &str| match code {
            "requested" => "制作中",
            "revoked" => "已吊销",
            _ => "已制作",
        };
        let line = |made: &Certificate| CertificateLine::of(made.position, &made.item, state(&made.state));
        detail.certificates.iter().map(line).collect()
    }

    fn of(position: i64, item: &CertificateItem, state: &'static str) -> CertificateLine {
        let holder = item.holder.as_ref();
        CertificateLine {
            place: format!("{position} {}", item.role.title()),
            kind: item.kind.title(),
            years: format!("{} 年", item.years),
            seal: item.seal_title(),
            holder: holder.map_or_else(String::new, |holder| format!("{} {}", holder.name, masked(&holder.id_number))),
            state,
        }
    }
}

/// 获取方式 with its particulars.
#[derive(Clone, Debug)]
pub struct DeliveryView {
    /// 快递到付 or 网点自取.
    pub title: &'static str,
    /// Label and value.
    pub facts: Vec<(&'static str, String)>,
}

impl DeliveryView {
    /// As companies and reviewers see it: the mobile number is masked.
    pub fn masked(delivery: &Delivery, outlet: Option<&str>) -> DeliveryView {
        DeliveryView::with(delivery, outlet, |to| to.mobile.masked())
    }

    /// As whoever writes the waybill needs it.
    pub fn full(delivery: &Delivery, outlet: Option<&str>) -> DeliveryView {
        DeliveryView::with(delivery, outlet, |to| to.mobile.as_str().to_owned())
    }

    fn with(delivery: &Delivery, outlet: Option<&str>, mobile: impl Fn(&Recipient) -> String) -> DeliveryView {
        let facts = match delivery {
            Delivery::Courier(to) => {
                vec![("收件人", to.name.clone()), ("手机号", mobile(to)), ("收件地址", to.full_address())]
            }
            Delivery::Pickup { .. } => vec![("自取网点", outlet.unwrap_or("待定").to_owned())],
        };
        DeliveryView { title: delivery.title(), facts }
    }
}

/// One line of a timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Class of the style sheet; may be empty.
    pub class: &'static str,
    /// `11-23 09:12`.
    pub when: String,
    pub what: &'static str,
    pub note: String,
}

/// The history as the company sees it, newest first.
pub fn timeline(history: &[HistoryEntry]) -> Vec<Moment> {
    let public = history.iter().filter(|entry| entry.event.is_public());
    public.enumerate().map(|(index, entry)| moment(index, entry, entry.note.clone())).collect()
}

/// Each note with its author and its time.
pub fn signed(notes: &[Note]) -> Vec<(String, String)> {
    notes.iter().map(|note| (format!("{} {}", note.by, time::short_text(note.at)), note.text.clone())).collect()
}

/// The history as staff see it: with the claims, and with who did what.
pub fn staff_timeline(history: &[HistoryEntry]) -> Vec<Moment> {
    let note = |entry: &HistoryEntry| match entry.note.as_str() {
        "" => entry.actor_name.clone(),
        note => format!("{}：{note}", entry.actor_name),
    };
    history.iter().enumerate().map(|(index, entry)| moment(index, entry, note(entry))).collect()
}

fn moment(index: usize, entry: &HistoryEntry, note: String) -> Moment {
    let class = match (index, entry.event) {
        (_, Event::Rejected | Event::RefundStuck) => "no",
        (0, _) => "now",
        _ => "",
    };
    Moment { class, when: time::short_text(entry.at), what: entry.event.label(), note }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::orders::sample;
    use domain::order::Holder;

    #[test]
    fn the_company_does_not_see_the_traffic_of_the_queue() {
        let mut history = sample::history();
        history.insert(0, sample::entry(9, "2026-11-23 11:00:00", Event::Claimed, "周予安", ""));
        assert!(timeline(&history).iter().all(|moment| moment.what != Event::Claimed.label()));
        let staff = staff_timeline(&history);
        assert_eq!((staff[0].what, staff[0].note.as_str(), staff[0].class), ("领取审核", "周予安", "now"));
    }

    #[test]
    fn certificates_show_their_holder_with_a_masked_number_and_their_fate_once_made() {
        let mut detail = sample::detail(sample::shipped());
        let lines = CertificateLine::all(&detail);
        assert_eq!((lines[0].place.as_str(), lines[0].seal, lines[1].seal), ("1 主锁", "公章", "不带签章"));
        assert!(lines.iter().all(|line| line.state.is_empty() && line.holder.is_empty()));
        let holder = Holder {
            name: "林晓岚".into(),
            id_kind: domain::company::profile::PersonIdKind::Resident,
            id_number: "990101197902300031".into(),
        };
        let item = CertificateItem { holder: Some(holder), ..CertificateItem::default() };
        detail.certificates = vec![Certificate { position: 1, item, state: "requested".into() }];
        let lines = CertificateLine::all(&detail);
        assert_eq!((lines[0].holder.as_str(), lines[0].state), ("林晓岚 9901**********0031", "制作中"));
    }

    #[test]
    fn only_whoever_writes_the_waybill_sees_the_whole_number() {
        let delivery = sample::courier();
        let text = |way: DeliveryView| way.facts.into_iter().map(|(_, value)| value).collect::<String>();
        assert!(text(DeliveryView::masked(&delivery, None)).contains("138****0000"));
        assert!(text(DeliveryView::full(&delivery, None)).contains("13800000000"));
    }
}
