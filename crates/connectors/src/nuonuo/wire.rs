//! The invoice in Nuonuo's words, both ways. Every value that we send is a string.

use super::config::NuonuoConfig;
use app::ports::PortError;
use domain::invoice::{InvoiceLine, InvoiceOrder, InvoiceReport, InvoiceRequestNumber, IssuedInvoice};
use domain::money::Fen;
use domain::time::second_text;
use jiff::Timestamp;
use serde_json::{Value, json};

/// The body of `requestBillingNew`: a blue (`1`) electronic ordinary invoice (`pc`) that nobody mails but us (`-1`).
pub fn order(config: &NuonuoConfig, order: &InvoiceOrder) -> Value {
    let buyer = &order.buyer;
    json!({ "order": {
        "orderNo": order.number.as_str(),
        "invoiceDate": second_text(order.ordered_at),
        "invoiceType": "1",
        "invoiceLine": "pc",
        "salerTaxNum": config.tax_number,
        "salerTel": config.seller_phone,
        "salerAddress": config.seller_address,
        "salerAccount": config.seller_account,
        "clerk": config.clerk,
        "extensionNumber": config.extension_number,
        "buyerName": buyer.title,
        "buyerTaxNum": buyer.tax_number,
        "buyerTel": buyer.phone,
        "buyerAddress": buyer.address,
        "buyerAccount": format!("{} {}", buyer.bank, buyer.account).trim(),
        "naturalPersonFlag": "0",
        "pushMode": "-1",
        "buyerPhone": "",
        "email": "",
        "remark": order.remark,
        "callBackUrl": config.callback_url,
        "invoiceDetail": order.lines.iter().map(line).collect::<Vec<_>>(),
    }})
}

fn line(line: &InvoiceLine) -> Value {
    json!({
        "goodsName": line.goods,
        "goodsCode": line.tax_code,
        "withTaxFlag": "1",
        "price": line.unit_price.to_yuan_text(),
        "num": line.count.to_string(),
        "unit": line.unit,
        "specType": "",
        "taxRate": rate_text(line.rate_bp),
        "taxIncludedAmount": line.gross.to_yuan_text(),
        "taxExcludedAmount": line.net.to_yuan_text(),
        "tax": line.tax.to_yuan_text(),
        "invoiceLineProperty": "0",
        "favouredPolicyFlag": "0",
        // 3: an ordinary rate of zero, the only zero that a price list can mean.
        "zeroRateFlag": if line.rate_bp == 0 { "3" } else { "" },
    })
}

/// Basis points as Nuonuo writes a rate: 600 is `0.06`, 150 is `0.015`.
fn rate_text(rate_bp: i64) -> String {
    let digits = format!("{}.{:04}", rate_bp / 10_000, rate_bp % 10_000);
    let short = digits.trim_end_matches('0');
    if short.ends_with('.') { format!("{short}00") } else { short.to_owned() }
}

/// One element of `queryInvoiceResult`.
pub struct State {
    pub serial: String,
    status: String,
    fields: Value,
}

/// Finds our request in the result. `None`: an empty list. Only foreign requests: unknown.
pub fn find(result: Value, number: &InvoiceRequestNumber) -> Result<Option<State>, PortError> {
    let Value::Array(list) = result else { return Err(unknown(number.as_str(), "the result is no list")) };
    if list.is_empty() {
        return Ok(None);
    }
    let ours = list.into_iter().find(|one| text(one, "orderNo").as_deref() == Some(number.as_str()));
    let fields = ours.ok_or_else(|| unknown(number.as_str(), "the answer speaks of another request"))?;
    let field = |name: &str| text(&fields, name).unwrap_or_default();
    Ok(Some(State { serial: field("serialNo"), status: field("status"), fields }))
}

impl State {
    /// Issued, but sealing failed: `reInvoice` is due.
    pub fn seal_failed(&self) -> bool {
        self.status == "24"
    }

    /// The report. A status that we do not know is "ask later", never a failure (reference: section 8).
    pub fn report(&self) -> Result<InvoiceReport, PortError> {
        match self.status.as_str() {
            "2" => self.issued().map(InvoiceReport::Issued),
            "22" => {
                let reason = self.text("failCause").or_else(|| self.text("statusMsg"));
                Ok(InvoiceReport::Failed { reason: reason.unwrap_or_else(|| "开票失败".into()) })
            }
            "20" | "21" | "24" => Ok(InvoiceReport::Issuing),
            other => {
                tracing::warn!(status = other, order = self.text("orderNo"), "an invoice status that is not handled");
                Ok(InvoiceReport::Issuing)
            }
        }
    }

    fn issued(&self) -> Result<IssuedInvoice, PortError> {
        let order = self.text("orderNo").unwrap_or_default();
        let is_number = |text: &String| text.len() == 20 && text.bytes().all(|b| b.is_ascii_digit());
        let number = self.text("allElectronicInvoiceNumber").or_else(|| self.text("invoiceNo")).filter(is_number);
        let number = number.ok_or_else(|| unknown(&order, "issued without a number of 20 digits"))?;
        let millis = self.text("invoiceTime").and_then(|text| text.parse().ok());
        let issued_at = millis.and_then(|millis| Timestamp::from_millisecond(millis).ok());
        let issued_at = issued_at.ok_or_else(|| unknown(&order, "issued without a time"))?;
        let gross = match self.text("orderAmount") {
            None => None,
            Some(text) => Some(Fen::from_yuan_text(&text).ok_or_else(|| unknown(&order, "orderAmount"))?),
        };
        Ok(IssuedInvoice { number, issued_at, pdf_url: self.text("pdfUrl"), gross })
    }

    fn text(&self, name: &str) -> Option<String> {
        text(&self.fields, name)
    }
}

/// A field as text, whether it came as a string or as a number; `None` when absent or empty.
fn text(fields: &Value, name: &str) -> Option<String> {
    match fields.get(name)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn unknown(order: &str, what: &str) -> PortError {
    PortError::Unknown(format!("invoice {order}: {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_written_as_decimals() {
        for (bp, text) in [(600, "0.06"), (1300, "0.13"), (150, "0.015"), (1000, "0.1"), (0, "0.00")] {
            assert_eq!(rate_text(bp), text);
        }
    }
}
