//! 电子签章申请表与印模采集表: which seals, and a box for each to be stamped in: 300–600 dpi scans need them apart, whole
//! and straight.

use super::facts::{CertificateRow, Facts};
use super::sheet::{MARGIN, Sheet, WIDTH, label, value};

/// Kinds of seals on an empty form.
const KINDS: [&str; 4] = ["公章", "法定代表人章", "合同章", "财务章"];
/// A box holds the largest official seal, 58 mm, with room around it.
const BOX: f32 = 176.0;
const GAP: f32 = 40.0;

const NOTICE: &str = "采集要求：印章盖在框内正中，红色或蓝色印油，清晰、完整、不压框线，一框一印；盖好后以 300–600 dpi \
    彩色扫描上传，不要用手机滤镜。";
const DECLARATION: &str =
    "本单位申请制作上述电子签章，保证所盖印章为依法刻制并备案的有效印章，印模仅用于制作本次申请的电子签章。";

pub fn lay_out(facts: &Facts) -> Sheet {
    let mut sheet = Sheet::new("电子签章申请表与印模采集表", &facts.number, &facts.authority);
    sheet.section("一、申请单位");
    sheet.row(&[label(0.2, "单位名称"), value(0.8, &facts.company)]);
    sheet.row(&[
        label(0.2, "统一社会信用代码"),
        value(0.34, &facts.credit_code),
        label(0.15, "法定代表人"),
        value(0.31, &facts.legal_name),
    ]);
    let count = if facts.is_blank() { String::new() } else { facts.seals.to_string() };
    sheet.row(&[label(0.2, "经办人"), value(0.34, &facts.contact_name), label(0.15, "签章数量"), value(0.31, &count)]);
    let seals = seals(facts);
    sheet.section("二、印模采集");
    sheet.small(NOTICE);
    sheet.skip(6.0);
    boxes(&mut sheet, &seals);
    sign(&mut sheet);
    sheet
}

/// One text under each box: the certificate that carries the seal and its kind.
fn seals(facts: &Facts) -> Vec<String> {
    if facts.is_blank() {
        return KINDS.map(|kind| format!("□ {kind}")).to_vec();
    }
    let carried = |(index, row): (usize, &CertificateRow)| {
        (!row.seal.is_empty()).then(|| format!("证书 {}：{}", index + 1, row.seal))
    };
    facts.certificates.iter().enumerate().filter_map(carried).collect()
}

fn boxes(sheet: &mut Sheet, seals: &[String]) {
    let left = MARGIN + (WIDTH - 2.0 * BOX - GAP) / 2.0;
    for pair in seals.chunks(2) {
        sheet.need(BOX + 30.0);
        for (index, text) in pair.iter().enumerate() {
            sheet.stamp_box(left + index as f32 * (BOX + GAP), BOX, text);
        }
        sheet.skip(BOX + 26.0);
    }
}

fn sign(sheet: &mut Sheet) {
    sheet.need(140.0);
    sheet.section("三、申请单位声明");
    sheet.paragraph(DECLARATION);
    sheet.place(0.0, 0.5, 66.0, "法定代表人（签字或盖章）：");
    sheet.place(0.5, 0.5, 66.0, "单位公章：");
    sheet.line_at(0.76, 56.0, "年      月      日");
    sheet.skip(66.0);
}
