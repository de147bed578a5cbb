//! The account with Nuonuo, as the operator configures it.

use crate::Secret;

/// What the account holder gets from Nuonuo, and what stands on every invoice.
#[derive(Clone)]
pub struct NuonuoConfig {
    /// The services' whole URL.
    pub services_url: String,
    /// The token's whole URL.
    pub token_url: String,
    pub app_key: String,
    pub app_secret: Secret,
    /// The seller's 纳税人识别号.
    pub tax_number: String,
    pub seller_phone: String,
    pub seller_address: String,
    /// The seller's bank and account.
    pub seller_account: String,
    /// 开票员.
    pub clerk: String,
    /// 分机号; empty where there is none.
    pub extension_number: String,
    /// Where Nuonuo calls back; empty: no callbacks, polling alone.
    pub callback_url: String,
    /// The hosts that PDF files may be fetched from: `host` or `host:port`.
    pub file_hosts: Vec<String>,
}
