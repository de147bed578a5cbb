//! What people may ask for, and the shape of what follows. The rules themselves stand in `machine`.

use super::effect::Effect;
use super::form::Delivery;
use super::history::Entry;
use super::refusal::Why;
use super::staff_form::{Collector, Rejection, Waybill};
use super::state::{Order, State};
use crate::money::Fen;
use crate::rights::Act;

/// Days after which an unpaid order closes, and a shipped or handed-over one completes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadlines {
    /// T7: days to pay; 0 means never closes.
    pub pay_days: i64,
    /// T14: days from shipping to completion.
    pub shipped_days: i64,
    /// T14: days from handover to completion.
    pub handed_over_days: i64,
}

impl Default for Deadlines {
    fn default() -> Deadlines {
        Deadlines { pay_days: 15, shipped_days: 15, handed_over_days: 7 }
    }
}

/// What is known of an order at the moment of its submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    /// The price, computed from the price list in force.
    pub price: Fen,
    /// The price that the user's page showed; `None` where it showed none.
    pub shown: Option<Fen>,
    /// What is still missing in the profiles; empty when complete.
    pub missing: Vec<&'static str>,
    /// What has come in the way since it was saved: an outlet or a platform that closed, a seal that exists.
    pub hindrance: Option<Why>,
    /// The project reviews before the payment (T3a).
    pub review_first: bool,
    pub deadlines: Deadlines,
}

/// What a person asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// 保存 a changed draft (T2).
    Save,
    /// 提交 (T3, T3a).
    Submit(Submission),
    /// 订单支付: may a payment attempt be opened (T4)?
    OpenPayment,
    /// 撤回修改 (T6).
    Withdraw,
    /// 取消订单 (T7).
    Cancel,
    /// 删除 a draft that was never submitted.
    Delete,
    /// 申请取消 while it is reviewed (E7).
    RequestCancel,
    /// A reviewer takes the order for fifteen minutes (T18).
    Claim,
    /// … and puts it back.
    Release,
    /// One more document, without rejecting (T19).
    AskSupplement {
        /// Which document.
        what: String,
    },
    /// The user has given it.
    GiveSupplement,
    /// 拒绝 (T8).
    Reject(Rejection),
    /// 通过 (T9, T9a, T10).
    Approve {
        /// The waybill, if the parcel is ready at once.
        waybill: Option<Waybill>,
        deadlines: Deadlines,
    },
    /// The waybill is known (T11), or was wrong (E16).
    Ship { waybill: Waybill, deadlines: Deadlines },
    /// The parcel was lost or came back (T15).
    ReturnParcel { reason: String },
    /// Pickup instead of courier, or the reverse (T16).
    SwitchDelivery {
        to: Delivery,
        /// How the user consented.
        consent: String,
    },
    /// The certificate waits at the outlet (T12).
    MarkReady,
    /// It is in the collector's hands (T12).
    HandOver { collector: Collector, deadlines: Deadlines },
    /// 确认收货 (T13).
    Confirm {
        /// The user says the certificate is in hand although the outlet recorded nothing (E17).
        in_hand: bool,
    },
    /// A refund after sale is asked for (T17, first person).
    AskAfterSale { reason: String },
    /// … and released (T17, second person).
    ReleaseAfterSale,
    /// … or called off before its release, by either side; it can be asked for anew.
    CancelAfterSale { reason: String },
}

/// What follows from a command or a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub next: State,
    /// The number of submissions after it.
    pub submission: i64,
    /// The frozen price after it.
    pub amount: Fen,
    /// The way of delivery after it.
    pub delivery: Delivery,
    /// What the history says; `None` for a fact that is nobody's business.
    pub entry: Option<Entry>,
    /// What must happen outside.
    pub effects: Vec<Effect>,
}

impl Decision {
    /// The order goes on as `next`.
    pub(super) fn to(order: &Order, next: State, entry: Entry) -> Decision {
        Decision { next, entry: Some(entry), ..Decision::nothing(order) }
    }

    /// Nothing follows: no entry, no effect, the order as it was.
    pub(super) fn nothing(order: &Order) -> Decision {
        Decision {
            next: order.state.clone(),
            submission: order.submission,
            amount: order.amount,
            delivery: order.delivery.clone(),
            entry: None,
            effects: Vec::new(),
        }
    }

    pub(super) fn with(mut self, effect: Effect) -> Decision {
        self.effects.push(effect);
        self
    }
}

impl Command {
    /// The right that a member of staff needs for it; `None`: the company itself gives it.
    pub fn act(&self) -> Option<Act> {
        Some(match self {
            Command::Save
            | Command::Submit(_)
            | Command::OpenPayment
            | Command::Withdraw
            | Command::Cancel
            | Command::Delete
            | Command::RequestCancel
            | Command::GiveSupplement
            | Command::Confirm { .. } => return None,
            Command::Claim
            | Command::Release
            | Command::AskSupplement { .. }
            | Command::Reject(_)
            | Command::Approve { .. } => Act::Review,
            Command::Ship { .. } | Command::ReturnParcel { .. } => Act::Ship,
            Command::SwitchDelivery { .. } => Act::SwitchDelivery,
            Command::MarkReady | Command::HandOver { .. } => Act::HandOver,
            Command::AskAfterSale { .. } => Act::AskAfterSale,
            Command::ReleaseAfterSale => Act::ReleaseAfterSale,
            Command::CancelAfterSale { .. } => Act::CancelAfterSale,
        })
    }

    /// What the command is called in a refusal.
    pub fn label(&self) -> &'static str {
        match self {
            Command::Save => "修改",
            Command::Submit(_) => "提交",
            Command::OpenPayment => "支付",
            Command::Withdraw => "撤回修改",
            Command::Cancel => "取消",
            Command::Delete => "删除",
            Command::RequestCancel => "申请取消",
            Command::Claim => "领取",
            Command::Release => "放回队列",
            Command::AskSupplement { .. } => "要求补正",
            Command::GiveSupplement => "补正",
            Command::Reject(_) => "拒绝",
            Command::Approve { .. } => "通过",
            Command::Ship { .. } => "登记快递单号",
            Command::ReturnParcel { .. } => "登记退件",
            Command::SwitchDelivery { .. } => "变更获取方式",
            Command::MarkReady => "登记到货",
            Command::HandOver { .. } => "登记交付",
            Command::Confirm { .. } => "确认收货",
            Command::AskAfterSale { .. } => "申请售后退款",
            Command::ReleaseAfterSale => "放行售后退款",
            Command::CancelAfterSale { .. } => "撤销售后退款",
        }
    }
}
