//! 数字证书申请表: the company, the person who acts for it, every certificate, the way of delivery, the declaration, the
//! places for signature, stamp and date, and what the authority writes.

use super::facts::Facts;
use super::sheet::{Cell, Sheet, label, value};

/// Widths of 证书明细.
const COLUMNS: [f32; 6] = [0.07, 0.17, 0.11, 0.4, 0.1, 0.15];

const DECLARATION: &str = "本单位申请办理上述数字证书及电子签章，并声明：\n\
    1. 所填内容及所附材料真实、完整、有效，由此产生的法律责任由本单位承担；\n\
    2. 授权上述经办人办理申请、领取等手续，其行为视为本单位的行为；\n\
    3. 已阅读并同意电子认证服务协议及隐私政策，妥善保管 UKey（锁）和证书密码（PIN 码），信息变更或 UKey（锁）遗失时立即告知贵公司。";

pub fn lay_out(facts: &Facts) -> Sheet {
    let mut sheet = Sheet::new("数字证书申请表", &facts.number, &facts.authority);
    company(&mut sheet, facts);
    certificates(&mut sheet, facts);
    delivery(&mut sheet, facts);
    sign(&mut sheet);
    sheet
}

fn company(sheet: &mut Sheet, facts: &Facts) {
    sheet.section("一、申请单位");
    pair(sheet, ("单位名称", &facts.company), None);
    pair(sheet, ("统一社会信用代码", &facts.credit_code), Some(("企业类型", &facts.kind)));
    pair(sheet, ("法定代表人", &facts.legal_name), Some(("单位电话", &facts.phone)));
    pair(sheet, ("注册地址", &facts.address), None);
    sheet.section("二、经办人");
    pair(sheet, ("姓名", &facts.contact_name), Some(("手机号", &facts.contact_mobile)));
    pair(sheet, ("身份证件号码", &facts.contact_id), None);
    pair(sheet, ("部门 / 职务", &facts.contact_post), Some(("电子邮箱", &facts.contact_email)));
}

fn certificates(sheet: &mut Sheet, facts: &Facts) {
    sheet.section("三、申请内容");
    pair(sheet, ("业务类型", &facts.business), Some(("交易平台", &facts.project)));
    let (certificates, seals) = if facts.is_blank() {
        (String::new(), String::new())
    } else {
        (facts.certificates.len().to_string(), facts.seals.to_string())
    };
    pair(sheet, ("证书数量", &certificates), Some(("签章数量", &seals)));
    sheet.skip(6.0);
    let titles = ["序号", "证书类型", "主/副锁", "持有人", "年限", "签章"];
    let head: Vec<Cell> = COLUMNS.into_iter().zip(titles).map(|(share, title)| label(share, title)).collect();
    let numbers: Vec<String> = (1..=facts.certificates.len()).map(|number| number.to_string()).collect();
    let rows: Vec<Vec<Cell>> = facts
        .certificates
        .iter()
        .zip(&numbers)
        .map(|(row, number)| {
            let seal = if row.seal.is_empty() && !facts.is_blank() { "无" } else { &row.seal };
            let texts = [number.as_str(), &row.kind, &row.lock, &row.holder, &row.years, seal];
            COLUMNS.into_iter().zip(texts).map(|(share, text)| value(share, text)).collect()
        })
        .collect();
    sheet.table(&head, &rows);
}

fn delivery(sheet: &mut Sheet, facts: &Facts) {
    sheet.section("四、获取方式");
    let blank_way = "□ 快递到付    □ 网点自取";
    let way = if facts.is_blank() { blank_way } else { &facts.way };
    pair(sheet, ("获取方式", way), None);
    pair(sheet, ("收件信息 / 网点", &facts.destination), None);
    if !facts.note.is_empty() || facts.is_blank() {
        pair(sheet, ("备注", &facts.note), None);
    }
}

fn sign(sheet: &mut Sheet) {
    sheet.need(255.0);
    sheet.section("五、申请单位声明");
    sheet.paragraph(DECLARATION);
    sheet.place(0.0, 0.5, 92.0, "法定代表人（签字或盖章）：");
    sheet.line_at(0.0, 60.0, "经办人（签字）：");
    sheet.place(0.5, 0.5, 92.0, "单位公章：");
    sheet.line_at(0.76, 82.0, "年      月      日");
    sheet.skip(92.0);
    sheet.section("六、受理意见（由受理机构填写）");
    sheet.place(0.0, 1.0, 46.0, "");
    sheet.line_at(0.0, 16.0, "□ 材料齐全，同意受理    □ 不予受理，原因：");
    sheet.line_at(0.42, 38.0, "受理人：");
    sheet.line_at(0.76, 38.0, "年      月      日");
    sheet.skip(46.0);
}

/// A row of one or two names and what they hold.
fn pair(sheet: &mut Sheet, first: (&str, &str), second: Option<(&str, &str)>) {
    match second {
        None => sheet.row(&[label(0.2, first.0), value(0.8, first.1)]),
        Some(second) => {
            sheet.row(&[label(0.2, first.0), value(0.34, first.1), label(0.15, second.0), value(0.31, second.1)]);
        }
    }
}
