//! How moments and JSON are stored in the columns that both engines share, for every store.

use db::{Error, Result};
use domain::id::OrderNumber;
use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};

/// Reads a moment, stored as epoch milliseconds.
pub(crate) fn moment(ms: i64) -> Result<Timestamp> {
    Timestamp::from_millisecond(ms).map_err(|e| Error::Failed(format!("a stored moment: {e}")))
}

/// Writes a value as JSON text.
pub(crate) fn to_json<T: Serialize + ?Sized>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|e| Error::Failed(format!("writing JSON: {e}")))
}

/// Reads a value from JSON text.
pub(crate) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|e| Error::Failed(format!("stored JSON: {e}")))
}

pub(crate) fn order_number(text: &str) -> Result<OrderNumber> {
    OrderNumber::parse(text).ok_or_else(|| Error::Failed(format!("stored order number {text}")))
}
