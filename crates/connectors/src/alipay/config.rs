//! The account with Alipay, as the operator configures it.

use crate::Secret;

/// What the account holder gets from Alipay.
#[derive(Clone)]
pub struct AlipayConfig {
    /// The gateway's whole URL.
    pub gateway: String,
    pub app_id: String,
    /// The seller's number (2088…).
    pub seller_id: String,
    /// The app's private key: PKCS#8 or PKCS#1, as PEM or as bare base64.
    pub app_private_key_pem: Secret,
    /// Alipay's public key (not the app's own): SPKI or PKCS#1, as PEM or as bare base64.
    pub alipay_public_key_pem: String,
    /// Where Alipay sends its notices; at most 256 characters, without a query.
    pub notify_url: String,
}
