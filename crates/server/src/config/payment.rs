//! `[payment]`: the gateways, and a section for each.

use serde::Deserialize;
use std::path::PathBuf;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Payment {
    /// Codes; each has a section of its own. New payments go to the first.
    pub gateways: Vec<String>,
    pub alipay: Alipay,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alipay {
    pub gateway: String,
    pub app_id: String,
    pub seller_id: String,
    pub app_private_key: PathBuf,
    pub alipay_public_key: PathBuf,
}
