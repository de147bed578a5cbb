//! One certificate of the form 订单申请, as the page shows it: kinds and years on offer, and the holder where a person
//! holds it.

use super::filled::FormView;
use app::order::offer::Offer;
use domain::company::profile::PersonIdKind;
use domain::order::item_form::ItemForm;
use domain::order::{CertificateItem, CertificateKind, SealKind};
use domain::text::compact;

/// A card of 证书明细.
pub struct Row {
    /// From 1.
    pub number: usize,
    /// `主锁 · 带签章`.
    pub says: String,
    /// Names of its inputs.
    pub field: Fields,
    pub kinds: Vec<Pick>,
    pub years: Vec<Pick>,
    /// Seals, where it carries one.
    pub seals: Vec<Pick>,
    /// The holder, where a person holds it.
    pub holder: Option<HolderRow>,
}

/// The names of a row's inputs: `c1t` and so on.
pub struct Fields {
    /// 证书类型.
    pub kind: String,
    /// 年限.
    pub years: String,
    /// 签章类型.
    pub seal: String,
    /// 持有人姓名.
    pub name: String,
    /// 持有人证件类型.
    pub id_kind: String,
    /// 持有人证件号码.
    pub id_number: String,
}

/// One line of a select.
pub struct Pick {
    /// What is sent.
    pub code: String,
    pub title: String,
    pub chosen: bool,
}

/// The inputs for a holder.
pub struct HolderRow {
    /// What is typed, or who is meant.
    pub name: String,
    pub id_kinds: Vec<Pick>,
    /// What is typed; a saved number is never shown.
    pub id_number: String,
    /// What an empty number means; may be empty.
    pub hint: &'static str,
    /// The browser may insist on a number.
    pub required: bool,
}

impl Row {
    /// As many rows as 证书数量 says. A count that cannot be right takes nothing away of what was typed.
    pub fn all(filled: &FormView, offer: &Offer, max_certificates: i64) -> Vec<Row> {
        let counted = |text: &str, max| compact(text).parse().ok().filter(|count| (0..=max).contains(count));
        let sent = i64::try_from(filled.form.rows.0.len()).unwrap_or(0).min(max_certificates);
        let certificates = counted(&filled.form.certs, max_certificates).filter(|count| *count > 0).unwrap_or(sent);
        let seals = counted(&filled.form.seals, certificates);
        let mains = offer.chosen.as_ref().map_or(1, |chosen| chosen.rules.main_keys_left(chosen.held));
        let blank = ItemForm::default();
        (0..certificates)
            .zip(0..)
            .map(|(place, at)| {
                let typed = filled.form.rows.0.get(at).unwrap_or(&blank);
                let role = if place < mains { "主锁" } else { "副锁" };
                let sealed = seals.map_or(!typed.seal.is_empty(), |seals| place < seals);
                let says = if sealed { format!("{role} · 带签章") } else { role.to_owned() };
                Row::of(at, says, sealed, typed, filled, offer)
            })
            .collect()
    }

    fn of(at: usize, says: String, sealed: bool, typed: &ItemForm, filled: &FormView, offer: &Offer) -> Row {
        let kind = typed.shown_kind();
        let list = offer.chosen.as_ref().map(|chosen| &chosen.list);
        let kinds = list.map_or_else(|| CertificateKind::ALL.to_vec(), |list| list.kinds());
        let years = list.map_or_else(|| vec![CertificateItem::USUAL_YEARS], |list| list.years(kind));
        let seal = SealKind::parse(&typed.seal).unwrap_or(kind.usual_seal());
        let name = |part: char| format!("c{}{part}", at + 1);
        Row {
            number: at + 1,
            says,
            field: Fields {
                kind: name('t'),
                years: name('y'),
                seal: name('s'),
                name: name('n'),
                id_kind: name('k'),
                id_number: name('i'),
            },
            kinds: kinds.into_iter().map(|one| Pick::new(one.code(), one.title(), one == kind)).collect(),
            years: years
                .into_iter()
                .map(|one| Pick::new(&one.to_string(), &format!("{one} 年"), typed.years == one.to_string()))
                .collect(),
            seals: if sealed {
                SealKind::ALL.iter().map(|one| Pick::new(one.code(), one.title(), *one == seal)).collect()
            } else {
                Vec::new()
            },
            holder: kind.needs_holder().then(|| HolderRow::of(at, kind, typed, filled, offer)),
        }
    }
}

impl Pick {
    fn new(code: &str, title: &str, chosen: bool) -> Pick {
        Pick { code: code.to_owned(), title: title.to_owned(), chosen }
    }
}

impl HolderRow {
    fn of(at: usize, kind: CertificateKind, typed: &ItemForm, filled: &FormView, offer: &Offer) -> HolderRow {
        let saved = filled.lent.get(at).filter(|item| item.kind == kind).and_then(|item| item.holder.as_ref());
        let legal = offer.legal.as_ref().filter(|_| kind == CertificateKind::Legal);
        let shown = legal.filter(|_| typed.name.trim().is_empty());
        let lender = [saved, legal].into_iter().flatten().find(|one| one.name == typed.name.trim()).or(shown);
        let hint = match (saved, legal) {
            (Some(_), _) => "已保存的号码不显示；留空即不修改",
            (None, Some(legal)) if !legal.id_number.is_empty() => "留空则用基本信息里法定代表人的证件号码",
            _ => "",
        };
        let chosen = PersonIdKind::parse(&typed.id_kind)
            .unwrap_or_else(|| lender.map_or(PersonIdKind::Resident, |lender| lender.id_kind));
        HolderRow {
            name: shown.map_or_else(|| typed.name.clone(), |legal| legal.name.clone()),
            id_kinds: PersonIdKind::ALL.iter().map(|one| Pick::new(one.code(), one.title(), *one == chosen)).collect(),
            id_number: typed.id_number.clone(),
            hint,
            required: hint.is_empty(),
        }
    }
}
