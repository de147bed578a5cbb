//! 法人授权委托书: the legal representative names the person who acts for the company.

use super::facts::Facts;
use super::sheet::{Sheet, label, value};

pub fn lay_out(facts: &Facts) -> Sheet {
    let mut sheet = Sheet::new("法人授权委托书", &facts.number, &facts.authority);
    sheet.skip(12.0);
    sheet.paragraph(&format!("致：{}", blank_if_empty(&facts.authority, 24)));
    sheet.skip(6.0);
    sheet.paragraph(&letter(facts));
    sheet.section("一、委托人");
    sheet.row(&[label(0.2, "单位名称"), value(0.8, &facts.company)]);
    sheet.row(&[
        label(0.2, "统一社会信用代码"),
        value(0.34, &facts.credit_code),
        label(0.15, "法定代表人"),
        value(0.31, &facts.legal_name),
    ]);
    sheet.section("二、受托人（经办人）");
    sheet.row(&[
        label(0.2, "姓名"),
        value(0.34, &facts.contact_name),
        label(0.15, "手机号"),
        value(0.31, &facts.contact_mobile),
    ]);
    sheet.row(&[label(0.2, "身份证件号码"), value(0.8, &facts.contact_id)]);
    sheet.section("三、受托人身份证件复印件粘贴处");
    sheet.place(0.0, 0.5, 150.0, "（人像面）");
    sheet.place(0.5, 0.5, 150.0, "（国徽面）");
    sheet.skip(150.0);
    sheet.section("四、签署");
    sheet.place(0.0, 0.5, 96.0, "法定代表人（签字或盖章）：");
    sheet.line_at(0.0, 60.0, "受托人（签字）：");
    sheet.place(0.5, 0.5, 96.0, "单位公章：");
    sheet.line_at(0.76, 86.0, "年      月      日");
    sheet.skip(104.0);
    sheet.small("委托期限自签署之日起至本次申请的证书领取完毕之日止，最长不超过 90 日；受托人无转委托权。");
    sheet
}

fn letter(facts: &Facts) -> String {
    let company = blank_if_empty(&facts.company, 24);
    let person = blank_if_empty(&facts.contact_name, 10);
    let platform = blank_if_empty(&facts.project, 20);
    format!(
        "兹委托 {person} 作为{company}的代理人，以本单位名义办理{platform}所需数字证书及电子签章的申请、缴费、\
         领取和确认收货等事宜。受托人在上述权限内签署的文件和办理的手续，本单位均予认可并承担相应的法律责任。"
    )
}

/// A line to write on, so many characters long.
fn blank_if_empty(text: &str, length: usize) -> String {
    if text.is_empty() { "＿".repeat(length) } else { text.to_owned() }
}
