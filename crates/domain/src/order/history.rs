//! What the history says (查看记录): one entry for every transition and every fact that touched an order's money,
//! invoice or parcel.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    Created,
    Saved,
    Submitted,
    Paid,
    /// Taken back by the user before paying.
    Withdrawn,
    /// Cancelled by the user before paying.
    Cancelled,
    Deleted,
    /// Not paid in time.
    Expired,
    /// The user asks to cancel a paid order.
    CancelRequested,
    Claimed,
    /// A reviewer put it back.
    Released,
    /// One more document was asked for.
    SupplementAsked,
    SupplementGiven,
    Rejected,
    Approved,
    Shipped,
    WaybillCorrected,
    /// The parcel came back or was lost.
    ParcelReturned,
    /// Courier became pickup, or the reverse.
    DeliverySwitched,
    /// Waits at the outlet.
    Ready,
    HandedOver,
    /// Received.
    Completed,
    /// The reminder before the order completes by itself.
    Reminded,
    /// Money that the order did not expect came and goes back.
    UnexpectedMoney,
    Refunded,
    /// A refund needs a person.
    RefundStuck,
    InvoiceIssued,
    /// The invoice could not be issued; staff are told.
    InvoiceStuck,
    /// A refund after sale was asked for.
    AfterSaleAsked,
    /// A refund after sale was released.
    AfterSaleReleased,
    /// A refund after sale was called off before its release.
    AfterSaleCancelled,
}

impl Event {
    /// The stored code: the variant's name in snake case.
    pub fn code(self) -> String {
        serde_json::to_value(self).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// Reads a stored code back.
    pub fn from_code(code: &str) -> Option<Event> {
        serde_json::from_value(serde_json::Value::String(code.to_owned())).ok()
    }

    /// The words on the screen.
    pub fn label(self) -> &'static str {
        match self {
            Event::Created => "保存",
            Event::Saved => "修改并保存",
            Event::Submitted => "提交",
            Event::Paid => "支付成功",
            Event::Withdrawn => "撤回修改",
            Event::Cancelled => "取消订单",
            Event::Deleted => "删除",
            Event::Expired => "超时未支付",
            Event::CancelRequested => "申请取消",
            Event::Claimed => "领取审核",
            Event::Released => "放回队列",
            Event::SupplementAsked => "要求补正",
            Event::SupplementGiven => "已补正",
            Event::Rejected => "审核未通过",
            Event::Approved => "审核通过",
            Event::Shipped => "已发货",
            Event::WaybillCorrected => "更正快递单号",
            Event::ParcelReturned => "快件退回",
            Event::DeliverySwitched => "变更获取方式",
            Event::Ready => "网点到货",
            Event::HandedOver => "网点交付",
            Event::Completed => "确认收货",
            Event::Reminded => "提醒确认收货",
            Event::UnexpectedMoney => "收到不应收的付款",
            Event::Refunded => "退款成功",
            Event::RefundStuck => "退款处理中",
            Event::InvoiceIssued => "已开票",
            Event::InvoiceStuck => "开票延迟",
            Event::AfterSaleAsked => "申请售后退款",
            Event::AfterSaleReleased => "售后退款放行",
            Event::AfterSaleCancelled => "撤销售后退款",
        }
    }

    /// False for entries that leave the order as its page showed it: whoever acts on a page from before such an entry
    /// acts on the same order, and is not told to look again.
    pub fn changes_order(self) -> bool {
        !matches!(
            self,
            Event::Claimed
                | Event::Released
                | Event::Reminded
                | Event::UnexpectedMoney
                | Event::Refunded
                | Event::RefundStuck
                | Event::InvoiceIssued
                | Event::InvoiceStuck
        )
    }

    /// False for what only staff see: the traffic of the review queue, and a refund that nobody has released.
    pub fn is_public(self) -> bool {
        !matches!(self, Event::Claimed | Event::Released | Event::AfterSaleAsked | Event::AfterSaleCancelled)
    }
}

/// One entry. Who and when are added where it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub event: Event,
    /// The particulars, in Chinese; may be empty.
    pub note: String,
}

impl Entry {
    /// An entry with its particulars.
    pub fn new(event: Event, note: impl Into<String>) -> Entry {
        Entry { event, note: note.into() }
    }
}
