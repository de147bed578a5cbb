//! The 20 digits of an e-invoice and the text of its QR code with the check that scanners recompute (protocols 4.3).

use jiff::civil::Date;

/// Digit 5 of the number: issued through the natural-system channel, as on the published samples.
const CHANNEL: u8 = 2;
/// 数电普票 in the QR text.
const KIND_ORDINARY: &str = "32";
/// Region of a seller whose tax number does not tell one.
const REGION_UNKNOWN: &str = "00";

/// Two digits of the year, the seller's province, the channel, and the sequence in 15 digits.
pub(super) fn invoice_number(issued: Date, seller_tax_no: &str, sequence: u64) -> String {
    // Digits 3 and 4 of a unified social credit code are the province.
    let region = seller_tax_no.get(2..4).filter(|region| region.bytes().all(|byte| byte.is_ascii_digit()));
    format!("{:02}{}{CHANNEL}{sequence:015}", issued.year() % 100, region.unwrap_or(REGION_UNKNOWN))
}

/// The text of the QR code. With an empty check-code field both trailing commas are under the checksum.
pub(super) fn qr_text(number: &str, amount: &str, issued: Date) -> String {
    let text = format!("01,{KIND_ORDINARY},,{number},{amount},{},,", issued.strftime("%Y%m%d"));
    let crc = crc16(text.as_bytes());
    format!("{text}{crc:04X}")
}

/// CRC-16, polynomial 0x8005, start 0, not reflected.
fn crc16(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0, |crc, &byte| {
        (0..8).fold(
            crc ^ (u16::from(byte) << 8),
            |crc: u16, _| {
                if crc & 0x8000 == 0 { crc << 1 } else { (crc << 1) ^ 0x8005 }
            },
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_has_its_catalogued_check_value() {
        assert_eq!(crc16(b"123456789"), 0xFEE8);
    }

    #[test]
    fn qr_texts_end_in_the_published_checksums() {
        let published = qr_text("24312000000136634917", "0.01", Date::constant(2024, 5, 14));
        assert_eq!(published, "01,32,,24312000000136634917,0.01,20240514,,1DD6");
        let own = qr_text("26322000000123456789", "300.00", Date::constant(2026, 11, 23));
        assert_eq!(own, "01,32,,26322000000123456789,300.00,20261123,,5A4B");
    }

    #[test]
    fn a_number_tells_year_region_channel_and_sequence() {
        let issued = Date::constant(2026, 11, 23);
        assert_eq!(invoice_number(issued, "91320000MA00000000", 123_456_789), "26322000000123456789");
        assert_eq!(invoice_number(issued, "?", 1), "26002000000000000001");
    }
}
