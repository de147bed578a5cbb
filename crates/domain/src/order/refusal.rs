//! The second kind of error: the rules say no. One sentence, which names what to do instead.

use super::status::StatusCode;

/// A command that was not carried out; nothing changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{command} refused in {}: {why:?}", state.code())]
pub struct Refusal {
    pub state: StatusCode,
    pub command: &'static str,
    pub why: Why,
}

/// Why a command was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The order is not where this command belongs.
    WrongState,
    /// This actor may not give this command.
    NotAllowed,
    /// Another reviewer is looking at it.
    ClaimedBy(String),
    /// A reviewer may not decide on an order that they entered themselves.
    OwnEntry,
    /// Parts of the profile are missing; the words name them.
    Incomplete(Vec<&'static str>),
    /// A courier order needs a waybill here, a pickup order must not have one.
    WrongDelivery,
    /// The outlet has not recorded the handover: the user must say that the certificate is in hand (E17).
    NotHandedOver,
    /// The outlet recorded the handover already, or has not received the parcel.
    WrongStep,
    /// Submitted once, an order is kept: it can be cancelled, not deleted.
    AlreadySubmitted,
    /// The same person may not ask for and release a refund.
    SamePerson,
    /// There is nothing to do: it was asked for already.
    AlreadyAsked,
    /// It was not asked for, or was called off.
    NotAsked,
    /// The price is no longer the one that the page showed (E11).
    PriceChanged,
    /// The platform takes no orders any more.
    ProjectClosed,
    /// The outlet hands nothing over any more (E19).
    OutletClosed,
    /// The company's main key carries a seal already, and the project allows no second one without a reason (E22).
    SealExists,
    /// The platform has no prices in force.
    NoPrices,
    /// Nobody carries out this 业务类型, or the prices in force do not know it or one of the certificates, or they make the
    /// order too dear for one payment.
    NotOffered,
    /// The project reviews before the payment, so there can be no waybill yet.
    NotPaid,
}

impl Refusal {
    /// The sentence on the page.
    pub fn sentence(&self) -> String {
        let state = self.state.label();
        match &self.why {
            Why::WrongState => format!("订单现在是“{state}”，不能{}。请刷新后再看。", self.command),
            Why::NotAllowed => format!("您没有权限{}。", self.command),
            Why::ClaimedBy(name) => format!("{name}正在审核这个订单，请领取其他订单。"),
            Why::OwnEntry => "这个订单由您代为录入，请由其他审核员审核。".into(),
            Why::Incomplete(parts) => format!("请先完善{}，再提交订单。", parts.join("、")),
            Why::WrongDelivery => "获取方式与操作不符：快递订单填写快递单号，自取订单由网点交付。".into(),
            Why::NotHandedOver => "网点尚未登记交付，请确认已经拿到证书。".into(),
            Why::WrongStep => "网点的登记步骤不符，请刷新后再看。".into(),
            Why::AlreadySubmitted => "提交过的订单不能删除，可以取消。".into(),
            Why::SamePerson => "退款须由另一位同事放行。".into(),
            Why::AlreadyAsked => "已经申请过，请等待处理。".into(),
            Why::NotAsked => "没有等待放行的申请，可能已被撤销。请由主管重新申请。".into(),
            Why::PriceChanged => "费用有变化，请核对新的费用后再提交。".into(),
            Why::ProjectClosed => "该交易平台已停止接单，请修改订单改选其他平台。".into(),
            Why::OutletClosed => "所选网点已停止办理，请修改订单改选其他网点或快递到付。".into(),
            Why::SealExists => {
                "贵单位的主锁已带签章。请修改订单，把签章数量改为 0；平台要求说明原因的，请写明原因。".into()
            }
            Why::NoPrices => "该交易平台暂未公布收费标准，请修改订单改选其他平台或联系客服。".into(),
            Why::NotOffered => "现在不办理订单里的业务类型、证书类型或年限，请修改订单后再提交。".into(),
            Why::NotPaid => "这个订单先审核后付款，请先通过，付款后再填写快递单号。".into(),
        }
    }
}
