//! The methods of the gateway: each takes `biz_content` and answers with fields or a business failure. Transport,
//! signatures and most fault switches are the gateway's business, not theirs.

mod call;
mod close;
mod precreate;
mod query;
mod refund;
mod refund_query;

pub use call::{Call, Failure, Fields};

/// A method: reads and changes the book, answers with fields or a failure.
pub type Method = fn(&mut Call<'_>) -> Result<Fields, Failure>;

/// The method with this name; `None` if there is none.
#[must_use]
pub fn by_name(name: &str) -> Option<Method> {
    match name {
        "alipay.trade.precreate" => Some(precreate::run),
        "alipay.trade.query" => Some(query::run),
        "alipay.trade.close" => Some(close::run),
        "alipay.trade.refund" => Some(refund::run),
        "alipay.trade.fastpay.refund.query" => Some(refund_query::run),
        _ => None,
    }
}
