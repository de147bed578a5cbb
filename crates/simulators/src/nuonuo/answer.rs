//! What the vendor tells about an invoice: the fields of `queryInvoiceResult` and of the callback, and the files.

use serde_json::{Value, json};

use super::amount::yuan;
use super::book::{Invoice, Status};
use super::number::qr_text;
use super::simulator::Simulator;
use crate::clock::at_beijing;

/// One element of `result` of `queryInvoiceResult`.
pub(super) fn as_result(invoice: &Invoice, simulator: &Simulator) -> Value {
    let delay = simulator.config.issue_delay();
    let status = invoice.status(simulator.clock.now(), delay);
    let numbered = matches!(status, Status::Issued | Status::Sealing | Status::SealFailed);
    let number = if numbered { invoice.number.as_str() } else { "" };
    let failed = matches!(status, Status::Failed | Status::SealFailed);
    let issued = status == Status::Issued;
    json!({
        "serialNo": invoice.serial, "orderNo": invoice.order.order_no,
        "status": status.code(), "statusMsg": status.words(),
        "failCause": if failed { invoice.fail_cause() } else { "" },
        "pdfUrl": if issued { file_url(invoice, simulator, "pdf") } else { String::new() },
        "xmlUrl": if issued { file_url(invoice, simulator, "xml") } else { String::new() },
        "ofdUrl": "", "pictureUrl": "",
        "invoiceTime": if numbered { json!(invoice.issued_at(delay).as_millisecond()) } else { Value::Null },
        "invoiceCode": "", "invoiceNo": number, "allElectronicInvoiceNumber": number,
        "exTaxAmount": yuan(invoice.amounts.excluded), "taxAmount": yuan(invoice.amounts.tax),
        "orderAmount": yuan(invoice.amounts.included),
        "payerName": invoice.order.buyer_name, "payerTaxNo": invoice.order.buyer_tax_num,
        "invoiceKind": "数电普票", "checkCode": "", "qrCode": if numbered { qr(invoice, simulator) } else { String::new() },
        "clerk": invoice.order.clerk, "remark": invoice.order.remark, "invoiceType": "1", "oldEleInvoiceNumber": "",
    })
}

/// `content` of the callback.
pub(super) fn as_callback(invoice: &Invoice, simulator: &Simulator) -> Value {
    let delay = simulator.config.issue_delay();
    let status = invoice.status(simulator.clock.now(), delay);
    let c_status = match status {
        Status::Failed => "2",
        Status::SealFailed => "3",
        Status::Issued | Status::Issuing | Status::Sealing => "1",
    };
    json!({
        "c_status": c_status, "c_orderno": invoice.order.order_no, "c_fpqqlsh": invoice.serial,
        "c_fphm": invoice.number, "allElectronicInvoiceNumber": invoice.number, "c_fpdm": "",
        "c_kprq": invoice.issued_at(delay).as_millisecond(),
        "c_hjje": yuan(invoice.amounts.included), "c_bhsje": yuan(invoice.amounts.excluded),
        "c_hjse": yuan(invoice.amounts.tax),
        "c_url": if c_status == "1" { file_url(invoice, simulator, "pdf") } else { String::new() }, "c_ofd_url": "", "c_imgUrls": "",
        "qrCode": qr(invoice, simulator), "buyername": invoice.order.buyer_name,
        "taxnum": invoice.order.buyer_tax_num, "c_saletaxnum": simulator.config.seller_tax_no,
        "c_errorMessage": if c_status == "1" { "" } else { invoice.fail_cause() },
    })
}

/// The text of its QR code; empty without a number.
pub(super) fn qr(invoice: &Invoice, simulator: &Simulator) -> String {
    if invoice.number.is_empty() {
        return String::new();
    }
    let issued = at_beijing(invoice.issued_at(simulator.config.issue_delay())).date();
    qr_text(&invoice.number, &yuan(invoice.amounts.included), issued)
}

/// The sample of the XML that is the original of a real e-invoice, without the bureau's signature.
pub(super) fn xml(invoice: &Invoice, simulator: &Simulator) -> String {
    let issued = crate::clock::beijing(invoice.issued_at(simulator.config.issue_delay()));
    let items: String = invoice.order.invoice_detail.iter().filter_map(|line| {
        let amounts = line.accepted_amounts()?;
        Some(format!(
            "<IssuItemInformation><ItemName>{}</ItemName><Amount>{}</Amount><TaxRate>{}</TaxRate><ComTaxAm>{}</ComTaxAm>\
             <TotaltaxIncludedAmount>{}</TotaltaxIncludedAmount></IssuItemInformation>",
            escape(&line.goods_name), yuan(amounts.excluded), escape(&line.tax_rate), yuan(amounts.tax),
            yuan(amounts.included)
        ))
    }).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- 样票，演示环境，无效 -->\n<EInvoice><Header><EIid>{number}</EIid>\
         <EInvoiceTag>SWEI3200</EInvoiceTag><Version>0.31</Version></Header><EInvoiceData><SellerInformation>\
         <SellerName>{seller}</SellerName><SellerIdNum>{seller_no}</SellerIdNum></SellerInformation><BuyerInformation>\
         <BuyerName>{buyer}</BuyerName><BuyerIdNum>{buyer_no}</BuyerIdNum></BuyerInformation><BasicInformation>\
         <TotalAmWithoutTax>{excluded}</TotalAmWithoutTax><TotalTaxAm>{tax}</TotalTaxAm>\
         <TotalTax-includedAmount>{included}</TotalTax-includedAmount></BasicInformation>{items}</EInvoiceData>\
         <TaxSupervisionInfo><InvoiceNumber>{number}</InvoiceNumber><IssueTime>{issued}</IssueTime>\
         </TaxSupervisionInfo></EInvoice>\n",
        number = invoice.number,
        seller = escape(&simulator.config.seller_name),
        seller_no = escape(&simulator.config.seller_tax_no),
        buyer = escape(&invoice.order.buyer_name),
        buyer_no = escape(&invoice.order.buyer_tax_num),
        excluded = yuan(invoice.amounts.excluded),
        tax = yuan(invoice.amounts.tax),
        included = yuan(invoice.amounts.included),
    )
}

fn file_url(invoice: &Invoice, simulator: &Simulator, kind: &str) -> String {
    format!("{}/files/{}.{kind}", simulator.url, invoice.serial)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
