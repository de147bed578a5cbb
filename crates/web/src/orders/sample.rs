//! Invented orders in every state, for the tests and samples of pages.
#![allow(clippy::unwrap_used)]

use crate::shell::{Menu, Shell};
use app::order::offer::{ChosenPlatform, Offer};
use app::order::query::{Detail, HistoryEntry, OrderLine};
use app::order::{Snapshot, Stored};
use app::project::Project;
use app::who::StaffUser;
use domain::company::profile::{CompanyIdKind, CompanyKind, CompanyProfile, LicenceTerm, PersonIdKind};
use domain::company::{Contact, InvoiceProfile};
use domain::contact::{Email, Mobile};
use domain::id::{AttemptId, CompanyId, OrderId, OrderNumber, OutletId, PriceListId, ProjectId, StaffId};
use domain::invoice::InvoiceState;
use domain::money::Fen;
use domain::order::form::Recipient;
use domain::order::price::{Component, Per, PriceItem, PriceList, Quote, QuoteLine};
use domain::order::{
    Approved, BusinessType, CertificateItem, Claim, CloseReason, Collector, CompletedBy, Delivery, Event, Handover,
    Held, Holder, Order, OrderDraft, Paid, ProjectRules, RejectReason, Rejected, Rejection, Review, State, StatusCode,
    Waybill,
};
use domain::outlet::Outlet;
use domain::payment::{AttemptState, RefundState};
use domain::rights::Role;
use domain::time::from_second_text;
use jiff::Timestamp;

/// 东湖网点.
pub const OUTLET: OutletId = OutletId::new(1);

/// A moment in Beijing.
pub fn at(text: &str) -> Timestamp {
    from_second_text(text).unwrap()
}

/// When the samples are looked at: a Monday.
pub fn now() -> Timestamp {
    at("2026-11-23 10:31:00")
}

pub fn paid() -> Paid {
    Paid { attempt: AttemptId::new(1), amount: Fen::new(32_000) }
}

pub fn review() -> Review {
    Review {
        paid: Some(paid()),
        claim: None,
        cancel_requested: false,
        supplement: None,
        since: at("2026-11-23 09:12:00"),
    }
}

pub fn claimed(by: i64) -> Review {
    let claim = Claim { by: StaffId::new(by), name: "郑书言".into(), until: at("2026-11-23 10:42:00") };
    Review { claim: Some(claim), ..review() }
}

pub fn rejected() -> Rejected {
    let [_, unclear, .., legal] = RejectReason::first_five();
    let reasons = vec![unclear, legal];
    let text = "资料里是“沈知行”，执照上是“沈知衡”。".to_owned();
    Rejected {
        rejection: Rejection { reasons, text },
        at: at("2026-11-20 16:40:00"),
        refund_of: Some(AttemptId::new(1)),
    }
}

pub fn approved() -> Approved {
    Approved { paid: Some(paid()), at: at("2026-11-17 10:12:00"), after_sale: None }
}

pub fn shipped() -> State {
    let waybill = Waybill { carrier: "顺丰速运".into(), number: "SF0012345678901".into() };
    State::Shipped { approved: approved(), waybill, shipped_at: at("2026-11-19 15:30:00") }
}

pub fn processing(handover: Handover) -> State {
    State::Processing { approved: approved(), outlet: OUTLET, handover }
}

pub fn handed_over() -> Handover {
    let collector = Collector { name: "林晓岚".into(), proxy: false, id_last4: "002X".into() };
    Handover::HandedOver { collector, at: at("2026-11-22 15:00:00") }
}

pub fn states() -> Vec<State> {
    vec![
        State::Draft { rejected: None },
        State::Draft { rejected: Some(rejected()) },
        State::AwaitingPayment { pay_until: Some(at("2026-12-08 09:12:00")), reviewed: None },
        State::UnderReview(review()),
        State::ToShip(approved()),
        shipped(),
        processing(Handover::NotReady),
        processing(Handover::Ready { since: at("2026-11-20 09:00:00") }),
        processing(handed_over()),
        State::Completed { approved: approved(), by: CompletedBy::User, waybill: shipped().waybill().cloned() },
        State::Closed { reason: CloseReason::Expired },
        State::Closed { reason: CloseReason::AfterSale },
    ]
}

pub fn courier() -> Delivery {
    Delivery::Courier(Recipient {
        name: "林晓岚".into(),
        mobile: Mobile::parse("13800000000").unwrap(),
        province: "福建省".into(),
        city: "厦门市".into(),
        district: "思明区".into(),
        address: "青禾路 88 号 3 幢 501 室".into(),
    })
}

fn delivery(state: &State) -> Delivery {
    match state {
        State::Processing { outlet, .. } => Delivery::Pickup { outlet: *outlet },
        _ => courier(),
    }
}

pub fn number() -> OrderNumber {
    OrderNumber::parse("DZ20261123-0127").unwrap()
}

pub fn line(state: State) -> OrderLine {
    OrderLine {
        id: OrderId::new(7),
        number: number().to_string(),
        company: "澜州青禾建设工程有限公司".into(),
        project: "澜州市公共资源交易平台".into(),
        status: state.code(),
        outlet: delivery(&state).recipient().is_none().then_some(domain::id::OutletId::new(1)),
        recipient: delivery(&state).recipient().cloned(),
        version: 4,
        submission: 1,
        amount: Fen::new(32_000),
        business: BusinessType::New,
        certificates: 2,
        seals: 1,
        updated_at: at("2026-11-23 09:12:00"),
        refund: Some(RefundState::Succeeded),
        invoice: Some(InvoiceState::Issued),
        state,
    }
}

pub fn entry(version: i64, when: &str, event: Event, who: &str, note: &str) -> HistoryEntry {
    let status = match event {
        Event::Created => StatusCode::Draft,
        Event::Submitted => StatusCode::AwaitingPayment,
        _ => StatusCode::UnderReview,
    };
    HistoryEntry { version, at: at(when), status, event, actor_name: who.into(), note: note.into() }
}

/// Saved, submitted, paid; newest first.
pub fn history() -> Vec<HistoryEntry> {
    vec![
        entry(3, "2026-11-23 09:20:00", Event::Paid, "系统", "¥320.00"),
        entry(2, "2026-11-23 09:12:00", Event::Submitted, "林晓岚", "第 1 次提交，应付 ¥320.00"),
        entry(1, "2026-11-23 09:05:00", Event::Created, "林晓岚", "2 个证书、1 个签章，快递到付"),
    ]
}

pub fn quote() -> Quote {
    let line = |label: &str, price: i64, count: i64| QuoteLine {
        label: label.into(),
        unit_price: Fen::new(price),
        count,
        amount: Fen::new(price * count),
        class: "信息技术服务".into(),
        tax_code: "3040203000000000000".into(),
        rate_bp: 600,
        unit: "个".into(),
    };
    let lines = vec![line("证书服务费", 8_000, 2), line("介质费（UKey）", 5_000, 2), line("电子签章费", 6_000, 1)];
    Quote {
        list: PriceListId::new(1), list_name: "2026 年 7 月起的收费标准".into(), lines, total: Fen::new(32_000)
    }
}

pub fn profile() -> CompanyProfile {
    CompanyProfile {
        kind: CompanyKind::ALL[0],
        id_kind: CompanyIdKind::CreditCode,
        credit_code: "91990102MA7QX3T58B".into(),
        identity: None,
        legal_name: "沈知行".into(),
        legal_id_kind: PersonIdKind::ALL[0],
        legal_id_number: String::new(),
        legal_mobile: None,
        province: "福建省".into(),
        city: "厦门市".into(),
        district: "思明区".into(),
        address: "青禾路 88 号 3 幢 501 室".into(),
        phone: String::new(),
        postcode: String::new(),
        licence: Some(LicenceTerm::Until(jiff::civil::date(2026, 12, 1))),
    }
}

pub fn invoice_profile() -> InvoiceProfile {
    InvoiceProfile {
        title: "澜州青禾建设工程有限公司".into(),
        tax_number: "91990102MA7QX3T58B".into(),
        address: String::new(),
        phone: String::new(),
        bank: String::new(),
        account: String::new(),
        email: Email::parse("caiwu@qinghe.example").unwrap(),
        mobile: None,
        remark: String::new(),
    }
}

pub fn contact() -> Contact {
    Contact::registered("林晓岚", Mobile::parse("13800000000").unwrap())
}

pub fn snapshot() -> Snapshot {
    Snapshot {
        company: "澜州青禾建设工程有限公司".into(),
        profile: profile(),
        invoice: invoice_profile(),
        contact: contact(),
        project: "澜州市公共资源交易平台".into(),
        outlet: None,
        items: CertificateItem::usual(2, 1),
        quote: quote(),
        materials: Vec::new(),
    }
}

pub fn stored(state: State) -> Stored {
    let delivery = delivery(&state);
    let order = Order {
        business: BusinessType::New,
        id: OrderId::new(7),
        company: CompanyId::new(1),
        number: number(),
        version: 4,
        submission: 1,
        delivery: delivery.clone(),
        amount: Fen::new(32_000),
        entered_by: None,
        state,
    };
    let draft = OrderDraft {
        business: BusinessType::New,
        project: ProjectId::new(1),
        items: CertificateItem::usual(2, 1),
        delivery,
        note: "请在工作日送达".into(),
        why: String::new(),
    };
    Stored { order, draft, created_at: at("2026-11-23 09:05:00"), updated_at: at("2026-11-23 09:12:00") }
}

pub fn attempt(state: AttemptState) -> app::payment::StoredAttempt {
    app::payment::StoredAttempt {
        id: AttemptId::new(1),
        order: OrderId::new(7),
        submission: 1,
        gateway: domain::payment::GatewayCode::parse("test").expect("a code"),
        trade: domain::id::TradeNumber::build(&number(), 1, 1),
        amount: Fen::new(32_000),
        state,
        qr_code: Some("https://qr.example/abc".into()),
        gateway_trade: None,
        expires_at: at("2026-11-23 10:42:00"),
        created_at: at("2026-11-23 10:12:00"),
        settled_at: (state == AttemptState::Settled).then(|| at("2026-11-23 10:21:00")),
    }
}

pub fn refund(state: RefundState) -> app::payment::StoredRefund {
    let trade = domain::id::TradeNumber::build(&number(), 1, 1);
    app::payment::StoredRefund {
        id: domain::id::RefundId::new(1),
        attempt: AttemptId::new(1),
        order: OrderId::new(7),
        gateway: domain::payment::GatewayCode::parse("test").expect("a code"),
        number: trade.refund_number(),
        amount: Fen::new(32_000),
        reason: domain::order::RefundReason::Rejected,
        state,
        last_error: String::new(),
        created_at: at("2026-11-20 16:40:00"),
        updated_at: at("2026-11-20 16:41:00"),
    }
}

pub fn detail(state: State) -> Detail {
    let settled = !matches!(state, State::Draft { rejected: None } | State::AwaitingPayment { .. });
    let rejected = matches!(state, State::Draft { rejected: Some(_) });
    Detail {
        stored: stored(state),
        company: "澜州青禾建设工程有限公司".into(),
        project: "澜州市公共资源交易平台".into(),
        outlet: Some("东湖网点".into()),
        outlet_closed: false,
        snapshot: Some(snapshot()),
        quote: Some(quote()),
        attempts: if settled { vec![attempt(AttemptState::Settled)] } else { Vec::new() },
        refunds: if rejected { vec![refund(RefundState::Succeeded)] } else { Vec::new() },
        invoice: None,
        certificates: Vec::new(),
        history: history(),
    }
}

/// Two platforms of which the first sells every kind for one and three years, and one outlet.
pub fn offer() -> Offer {
    let item = |component, label: &str, fen, per, years| PriceItem {
        component,
        label: label.into(),
        unit_price: Fen::new(fen),
        per,
        kind: None,
        business: None,
        years,
        unit: "份".into(),
        class: "信息技术服务".into(),
        tax_code: "3040203000000000000".into(),
        rate_bp: 600,
    };
    let items = vec![
        item(Component::Certificate, "证书服务费（1 年）", 8_000, Per::Certificate, Some(1)),
        item(Component::Certificate, "证书服务费（3 年）", 20_000, Per::Certificate, Some(3)),
        item(Component::Medium, "介质费（UKey）", 5_000, Per::Certificate, None),
        item(Component::Seal, "电子签章费", 6_000, Per::Seal, None),
    ];
    let project = |id, name: &str| Project {
        id: ProjectId::new(id),
        name: name.into(),
        open: true,
        rules: ProjectRules::default(),
    };
    let list = PriceList {
        id: PriceListId::new(1),
        project: ProjectId::new(1),
        version: 1,
        name: "2026 年 7 月起的收费标准".into(),
        valid_from: jiff::civil::date(2026, 7, 1),
        published_at: Some(now()),
        items,
    };
    let outlet = Outlet {
        id: OUTLET,
        name: "东湖网点".into(),
        address: "东湖区政务服务中心二楼 B12 窗口".into(),
        phone: "0990-0000001".into(),
        hours: "工作日 9:00–17:00".into(),
        open: true,
    };
    let projects = vec![project(1, "澜州市公共资源交易平台"), project(2, "临溪市工程交易平台")];
    let chosen = ChosenPlatform { rules: ProjectRules::default(), list, held: Held::default() };
    Offer::new(projects, vec![outlet], Some(chosen), Some(Holder::legal(&profile())), now())
}

/// The frame of a company's page.
pub fn shell(menu: Menu, title: &str) -> Shell {
    crate::samples::shell(menu, title)
}

/// The frame of a reviewer's page.
pub fn staff_shell(menu: Menu, title: &str) -> Shell {
    crate::samples::staff_shell(Role::Reviewer, menu, title)
}

/// 周予安.
pub fn reviewer() -> StaffUser {
    StaffUser { id: StaffId::new(1), role: Role::Reviewer, outlet: None, outlet_name: None, name: "周予安".into() }
}
