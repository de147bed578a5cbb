//! How the Alipay simulator is set up.

use std::net::SocketAddr;
use std::path::PathBuf;

use crate::phone::PhoneConfig;

/// What it is started with.
#[derive(Debug, Clone)]
pub struct AlipayConfig {
    /// Loopback, please. Port 0 takes any free one.
    pub listen: SocketAddr,
    /// The ledger and Alipay's own key live here.
    pub dir: PathBuf,
    /// The only merchant application that is known.
    pub app_id: String,
    /// The merchant's 2088 number.
    pub seller_id: String,
    /// Shown on the phone as the payee.
    pub seller_name: String,
    /// The merchant's public key (SPKI PEM), unless it is registered later.
    pub app_public_key_pem: Option<String>,
    /// The waiting times between notices are divided by this; 1 is the real table.
    pub time_scale: f64,
    /// How browsers reach this server, if not under the listening address. No slash at the end.
    pub public_url: Option<String>,
    /// What the page "模拟手机" shows beside payments.
    pub phone: PhoneConfig,
}
