//! Certificates: registered for making when an order is approved, revoked when it is refunded after sale. What a
//! company holds on a platform decides which of its next keys is a main key, and whether it may order a seal (E22).

pub mod store;

use domain::order::CertificateItem;

/// A certificate of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// Its place in the order, from 1.
    pub position: i64,
    pub item: CertificateItem,
    /// Its stored state: `requested`, `revoked`.
    pub state: String,
}
