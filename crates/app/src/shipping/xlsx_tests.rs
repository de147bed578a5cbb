#![allow(clippy::unwrap_used)]
use super::*;
use crate::shipping::table::{self, TableRow};
use crate::shipping::template::{archive, workbook};

const HEADINGS: &str = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>订单号</t></is></c><c r="B1" t="inlineStr"><is><t>快递公司</t></is></c><c r="C1" t="inlineStr"><is><t>快递单号</t></is></c></row>"#;

/// Rows below the headings, each the xml of its third cell.
fn third_cells(cells: &[&str]) -> Vec<TableRow> {
    let mut sheet = format!("<sheetData>{HEADINGS}");
    for (at, cell) in cells.iter().enumerate() {
        let row = at + 2;
        sheet.push_str(&format!(
            r#"<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>DZ</t></is></c>{}</row>"#,
            cell.replace("C?", &format!("C{row}"))
        ));
    }
    sheet.push_str("</sheetData>");
    table::read(&workbook(&sheet).unwrap()).unwrap()
}

fn said(text: &str) -> Option<Cell> {
    Some(Cell::Text(text.into()))
}

#[test]
fn numbers_keep_their_digits_as_far_as_excel_kept_them() {
    let rows = third_cells(&[
        r#"<c r="C?"><v>1.2345E+13</v></c>"#,
        r#"<c r="C?"><v>744440004326</v></c>"#,
        r#"<c r="C?"><v>1234567890123456</v></c>"#,
        r#"<c r="C?"><v>12.5</v></c>"#,
        r#"<c r="C?" t="b"><v>1</v></c>"#,
        r#"<c r="C?" t="e"><v>#N/A</v></c>"#,
    ]);
    let waybills: Vec<_> = rows.into_iter().map(|row| row.waybill).collect();
    let odd = |sentence| Some(Cell::Odd(sentence));
    assert_eq!(
        waybills,
        [said("12345000000000"), said("744440004326"), odd(LOST_DIGITS), odd(A_FRACTION), odd(NO_VALUE), odd(NO_VALUE)]
    );
}

#[test]
fn a_formula_counts_as_what_it_shows_and_one_that_shows_nothing_is_empty() {
    let rows = third_cells(&[
        r#"<c r="C?" t="str"><f>"SF"&amp;"1234567890123"</f><v>SF1234567890123</v></c>"#,
        r#"<c r="C?"><f>HYPERLINK("http://evil.example")</f></c>"#,
    ]);
    assert_eq!(rows[0].waybill, said("SF1234567890123"));
    assert_eq!(rows[1].waybill, None);
}

#[test]
fn of_merged_cells_only_the_first_has_a_value() {
    let sheet = format!(
        r#"<sheetData>{HEADINGS}<row r="2"><c r="A2" t="inlineStr"><is><t>DZ1</t></is></c><c r="B2" t="inlineStr"><is><t>顺丰</t></is></c></row><row r="3"><c r="A3" t="inlineStr"><is><t>DZ2</t></is></c><c r="B3"/></row></sheetData><mergeCells count="1"><mergeCell ref="B2:B3"/></mergeCells>"#
    );
    let rows = table::read(&workbook(&sheet).unwrap()).unwrap();
    assert_eq!((&rows[0].carrier, &rows[1].carrier), (&said("顺丰"), &None));
}

#[test]
fn headings_may_stand_lower_in_another_order_and_must_be_there() {
    let cell = |place: &str, text: &str| format!(r#"<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>"#);
    let sheet = |carrier: &str| {
        format!(
            r#"<sheetData><row r="1">{}</row><row r="3">{}{}{}</row><row r="4">{}</row></sheetData>"#,
            cell("A1", "11 月 23 日发货"),
            cell("B3", "运单号"),
            cell("D3", carrier),
            cell("E3", "订单号*"),
            cell("E4", "DZ1"),
        )
    };
    let rows = table::read(&workbook(&sheet("快递公司")).unwrap()).unwrap();
    assert_eq!(rows, [TableRow { line: 4, order: said("DZ1"), carrier: None, waybill: None }]);
    assert_eq!(table::read(&workbook(&sheet("公司")).unwrap()), Err(TableError::NoHeadings));
}

#[test]
fn a_sheet_that_inflates_is_refused_before_it_is_parsed() {
    let blank = " ".repeat(9 * 1024 * 1024);
    let bomb = workbook(&format!("<sheetData>{HEADINGS}</sheetData>{blank}")).unwrap();
    assert!(bomb.len() < 100 * 1024, "{} bytes", bomb.len());
    assert_eq!(table::read(&bomb), Err(TableError::Inflates));
    let elsewhere = archive(&[("xl/media/image1.png", blank.as_bytes())]).unwrap();
    assert_eq!(table::read(&elsewhere), Err(TableError::Inflates));
}

#[test]
fn styles_are_small_wherever_they_stand() {
    let styles = format!("<styleSheet><cellXfs>{}</cellXfs></styleSheet>", "<xf/>".repeat(200_000));
    for name in ["xl/styles.xml", "xl/worksheets/styles.xml", "XL/STYLES.XML"] {
        let file = archive(&[(name, styles.as_bytes())]).unwrap();
        assert_eq!(table::read(&file), Err(TableError::Inflates), "{name}");
    }
}

/// The reader reserves room for as many texts as the attribute says: with this it would end the process.
#[test]
fn a_workbook_that_announces_a_trillion_texts_is_refused() {
    for count in ["1000000000000", "99999999999999999999999", "500001"] {
        let texts = format!(r#"<sst uniqueCount="{count}"></sst>"#);
        let sheet = format!("<worksheet><sheetData>{HEADINGS}</sheetData></worksheet>");
        let parts = [("xl/sharedStrings.xml", texts.as_bytes()), ("xl/worksheets/sheet1.xml", sheet.as_bytes())];
        assert_eq!(table::read(&archive(&parts).unwrap()), Err(TableError::Inflates), "{count}");
    }
}

#[test]
fn a_cell_in_the_farthest_corner_takes_no_room() {
    let far =
        r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c><c r="A1048576" t="inlineStr"><is><t>DZ9</t></is></c></row>"#;
    let rows = table::read(&workbook(&format!("<sheetData>{HEADINGS}{far}</sheetData>")).unwrap()).unwrap();
    assert_eq!((rows.len(), rows[0].line), (1, 1_048_576));
}

#[test]
fn more_rows_than_a_person_looks_at_are_refused() {
    let rows = |count: usize| {
        let row = |n| format!(r#"<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>DZ{n}</t></is></c></row>"#);
        let body: String = (2..count + 2).map(row).collect();
        table::read(&workbook(&format!("<sheetData>{HEADINGS}{body}</sheetData>")).unwrap())
    };
    assert_eq!(rows(table::ROWS_MAX).unwrap().len(), table::ROWS_MAX);
    for count in [table::ROWS_MAX + 1, 10_000] {
        assert_eq!(rows(count), Err(TableError::TooManyRows), "{count}");
    }
}

#[test]
fn what_is_no_workbook_is_refused_with_its_own_sentence() {
    let good = workbook(&format!("<sheetData>{HEADINGS}</sheetData>")).unwrap();
    assert_eq!(table::read(&good[..good.len() / 2]), Err(TableError::BadWorkbook));
    assert_eq!(table::read(b"PK\x03\x04 and nothing more"), Err(TableError::BadWorkbook));
    assert_eq!(table::read(&[0xd0, 0xcf, 0x11, 0xe0, 1, 2]), Err(TableError::OldWorkbook));
    assert_eq!(table::read(&vec![b'a'; table::FILE_MAX + 1]), Err(TableError::FileTooLarge));
    let backwards = format!(r#"<sheetData>{}{HEADINGS}</sheetData>"#, r#"<row r="9"><c r="A9"><v>1</v></c></row>"#);
    assert_eq!(table::read(&workbook(&backwards).unwrap()), Err(TableError::BadWorkbook));
    for cut in 0..good.len() {
        let mut broken = good.clone();
        broken[cut] ^= 0x55;
        let _ = table::read(&broken);
    }
}
