//! What the forms say, read back with the tools that other people use: pdftotext for the words, pdftoppm and a QR reader
//! for the picture.
#![allow(clippy::unwrap_used)]

use super::facts::CertificateRow;
use super::{Facts, Form, blank, filled};
use std::io::Write;
use std::process::{Command, Stdio};

const AUTHORITY: &str = "澜州电子认证有限公司（示例）";
const NUMBER: &str = "DZ20261123-0127";

fn facts(certificates: i64, seals: i64) -> Facts {
    let row = |position: i64| CertificateRow {
        kind: "单位证书".into(),
        lock: if position == 1 { "主锁" } else { "副锁" }.into(),
        holder: format!("持有人{position}号"),
        years: "1 年".into(),
        seal: if position <= seals { "公章" } else { "" }.into(),
    };
    Facts {
        number: NUMBER.into(),
        authority: AUTHORITY.into(),
        company: "澜州㛃䶮𬭎𫖯青禾建设工程勘察设计咨询监理施工总承包（集团）股份有限公司东湖新技术开发区分公司".into(),
        credit_code: "91990102MA7QX3T58B".into(),
        kind: "企业".into(),
        legal_name: "沈知行".into(),
        address: "福建省厦门市思明区青禾路 88 号 3 幢 501 室".into(),
        phone: "0990-0000000".into(),
        contact_name: "林晓岚".into(),
        contact_mobile: "13800001234".into(),
        contact_id: "990101197902280017".into(),
        contact_post: "投标部 / 经理".into(),
        contact_email: "caiwu@qinghe.example".into(),
        business: "新办".into(),
        project: "澜州市公共资源交易平台".into(),
        certificates: (1..=certificates).map(row).collect(),
        seals,
        way: "快递到付".into(),
        destination: "林晓岚，13800001234，福建省厦门市思明区青禾路 88 号".into(),
        note: "请在工作日送达".into(),
    }
}

fn piped(program: &str, arguments: &[&str], input: &[u8]) -> Vec<u8> {
    let mut command = Command::new(program);
    let mut child = command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let (mut pipe, input) = (child.stdin.take().unwrap(), input.to_vec());
    let writer = std::thread::spawn(move || pipe.write_all(&input));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success());
    output.stdout
}

/// The words of each page, blanks left out.
fn pages(file: &[u8]) -> Vec<String> {
    let text = String::from_utf8(piped("pdftotext", &["-layout", "-", "-"], file)).unwrap();
    text.trim_end_matches('\u{c}').split('\u{c}').map(|page| page.split_whitespace().collect()).collect()
}

/// What the QR codes of a printed page say.
fn codes(file: &[u8], page: usize) -> Vec<String> {
    let page = page.to_string();
    let picture = piped("pdftoppm", &["-r", "150", "-gray", "-f", &page, "-l", &page, "-"], file);
    let (width, height, pixels) = grey(&picture);
    let at = |x: usize, y: usize| pixels[y * width + x];
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, at);
    prepared.detect_grids().iter().map(|grid| grid.decode().unwrap().1).collect()
}

/// Width, height and pixels of a binary PGM.
fn grey(picture: &[u8]) -> (usize, usize, &[u8]) {
    let mut parts = picture.splitn(4, |byte| byte.is_ascii_whitespace());
    let mut next = || parts.next().unwrap();
    assert_eq!(next(), b"P5");
    let number = |bytes: &[u8]| std::str::from_utf8(bytes).unwrap().parse::<usize>().unwrap();
    let (width, height, rest) = (number(next()), number(next()), next());
    let start = rest.iter().position(|byte| byte.is_ascii_whitespace()).unwrap() + 1;
    (width, height, &rest[start..])
}

fn assert_says(page: &str, words: &[&str]) {
    for word in words {
        let word: String = word.split_whitespace().collect();
        assert!(page.contains(&word), "{word} is missing: {page}");
    }
}

#[test]
fn every_datum_stands_on_paper_for_one_certificate_and_the_code_names_the_order() {
    let facts = facts(1, 1);
    let file = filled(&facts).unwrap();
    let pages = pages(&file);
    assert_eq!(pages.len(), 3, "one page for each form");
    let Facts { company, credit_code, legal_name, address, phone, contact_name, contact_mobile, .. } = &facts;
    assert_says(&pages[0], &["数字证书申请表", NUMBER, credit_code, legal_name, address, phone, contact_mobile]);
    assert_says(&pages[0], &[contact_name, &facts.contact_post, &facts.contact_email, &facts.project, "持有人1号"]);
    assert_says(&pages[0], &["新办", "主锁", "公章", "快递到付", &facts.note, "单位公章", AUTHORITY]);
    assert_says(&pages[1], &["印模采集", "证书1：公章", NUMBER, credit_code]);
    assert_says(&pages[2], &["法人授权委托书", "兹委托", contact_name, contact_mobile, &facts.contact_id, NUMBER]);
    assert!(!pages.concat().contains("页共"), "each form is one page: {pages:?}");
    for sign in company.chars() {
        assert!(pages[0].contains(sign), "{sign} of the company's name");
    }
    for page in 1..=3 {
        assert_eq!(codes(&file, page), [NUMBER]);
    }
}

#[test]
fn twenty_certificates_go_on_on_a_second_page_with_head_number_and_code() {
    let file = filled(&facts(20, 3)).unwrap();
    let pages = pages(&file);
    let application: Vec<&String> = pages.iter().filter(|page| page.contains("数字证书申请表")).collect();
    assert_eq!(application.len(), 2);
    for (page, foot) in application.iter().zip(["数字证书申请表第1页共2页", "数字证书申请表第2页共2页"])
    {
        assert_says(page, &[NUMBER, "证书类型", foot]);
    }
    assert_says(application[1], &["数字证书申请表（续）", "申请单位声明", "单位公章"]);
    let both = format!("{}{}", application[0], application[1]);
    for position in 1..=20 {
        assert_says(&both, &[&format!("持有人{position}号")]);
    }
    assert_eq!((codes(&file, 1), codes(&file, 2)), (vec![NUMBER.to_owned()], vec![NUMBER.to_owned()]));
    let seals: Vec<_> = pages.iter().filter(|page| page.contains("印模采集表")).collect();
    assert_eq!(seals.iter().map(|page| page.matches("：公章").count()).sum::<usize>(), 3, "a box for each seal");
}

#[test]
fn an_order_without_seals_has_no_form_for_them() {
    let pages = pages(&filled(&facts(2, 0)).unwrap());
    assert_eq!(pages.len(), 2);
    assert!(!pages.concat().contains("印模"));
}

#[test]
fn empty_forms_have_their_places_and_no_code() {
    for form in Form::ALL {
        let file = blank(form, AUTHORITY).unwrap();
        let pages = pages(&file);
        assert_says(&pages[0], &[form.title(), "单位名称", "统一社会信用代码", "公章", AUTHORITY]);
        assert_eq!((pages.len(), codes(&file, 1)), (1, Vec::new()), "{form:?}");
    }
}

#[test]
fn files_are_small_and_the_same_facts_make_the_same_bytes() {
    let facts = facts(20, 20);
    let file = filled(&facts).unwrap();
    assert!(file.len() < 200 * 1024, "{} bytes", file.len());
    assert_eq!(filled(&facts).unwrap(), file);
}

#[test]
fn a_character_that_the_font_lacks_leaves_a_mark_to_write_over_and_can_still_be_copied() {
    // U+2EBF0 is of extension I, after the font was made.
    let lacking = '\u{2EBF0}';
    assert!(!super::face::FACE.has(lacking));
    let name = format!("澜州{lacking}禾");
    let pages = pages(&filled(&Facts { company: name.clone(), ..facts(1, 0) }).unwrap());
    assert!(pages[0].contains(&name) || pages[0].contains("澜州〓禾"), "{}", pages[0]);
}
