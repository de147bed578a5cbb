//! 批量导入: the form, the dry run with what each row would do, and what became of it. Importing carries out what the
//! page shows, which is kept on our side under a token.

use crate::failure::{Failure, Fault, see_other};
use crate::file_form::{self, OneFile};
use crate::form::{Form, Nothing};
use crate::page::{page, page_with};
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::shipping::batch::{self, Batch, ImportResult, Row, Verdict};
use app::shipping::table::{FILE_MAX, ROWS_MAX};
use app::shipping::{TableError, template};
use askama::Template;
use axum::extract::{Path, Query, Request, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::field::FieldErrors;
use domain::order::staff_form::Carrier;
use domain::time;
use serde::Deserialize;

/// Rows of one page of a list.
const PAGE: usize = 100;

#[derive(Template)]
#[template(path = "shipping/import.html")]
struct ImportPage {
    shell: Shell,
    errors: FieldErrors,
    rows_max: usize,
    file_max_mb: usize,
    carriers: String,
}

#[derive(Template)]
#[template(path = "shipping/batch.html")]
struct BatchPage {
    shell: Shell,
    token: String,
    file_name: String,
    until: String,
    /// Not imported yet, and young enough.
    can_import: bool,
    /// Imported, and something may go better the next time.
    can_repeat: bool,
    imported: bool,
    open: bool,
    counts: Vec<(&'static str, usize, &'static str)>,
    importable: usize,
    rows: Vec<BatchRow>,
    pages: usize,
    current: usize,
}

/// A row as the page shows it.
struct BatchRow {
    line: i64,
    order: String,
    waybill: String,
    class: &'static str,
    word: &'static str,
    note: String,
}

/// Which page of the rows, from 0.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct BatchQuery {
    p: String,
}

/// GET /cakey/staff/shipping/import.
pub async fn show(State(site): State<Site>, Staff(session, _): Staff) -> Result<Response, Failure> {
    page(&import_page(shell(&site, &session, Menu::Shipping, "批量导入单号"), FieldErrors::new()))
}

/// POST /cakey/staff/shipping/import: the file.
pub async fn upload(
    State(site): State<Site>,
    Staff(session, user): Staff,
    request: Request,
) -> Result<Response, Failure> {
    let mut errors = FieldErrors::new();
    match file_form::read(request, &site, FILE_MAX).await? {
        OneFile::None => errors.add("file", "请选择要导入的 xlsx 或 csv 文件"),
        OneFile::TooLarge => errors.add("file", TableError::FileTooLarge.message()),
        OneFile::Given { name, bytes } => match batch::upload(&site.app, &user, &name, bytes).await {
            Ok(token) => return Ok(see_other(&format!("/cakey/staff/shipping/import/{token}"))),
            Err(app::Error::Fields(found)) => errors = found,
            Err(other) => return Err(other.into()),
        },
    }
    let shell = shell(&site, &session, Menu::Shipping, "批量导入单号");
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &import_page(shell, errors))
}

/// GET /cakey/staff/shipping/import/template.xlsx.
pub async fn template() -> Result<Response, Failure> {
    let file = template::file().map_err(|e| Failure::Fault(Fault::file("the template", e)))?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let name = format!("attachment; filename=\"{}\"", template::NAME);
    Ok(([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, name)], file).into_response())
}

/// GET /cakey/staff/shipping/import/{token}.
pub async fn preview(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Path(token): Path<String>,
    Query(asked): Query<BatchQuery>,
) -> Result<Response, Failure> {
    let found = batch::get(&site.app, &user, &token).await?;
    let title = if found.results.is_some() { "导入结果" } else { "导入预览" };
    page(&batch_page(shell(&site, &session, Menu::Shipping, title), &found, asked.p.parse().unwrap_or(0)))
}

/// POST /cakey/staff/shipping/import/{token}: 导入.
pub async fn import(
    State(site): State<Site>,
    Staff(_, user): Staff,
    Path(token): Path<String>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response, Failure> {
    match batch::import(&site.app, &user, &token).await {
        Ok(_) => Ok(see_other(&format!("/cakey/staff/shipping/import/{token}"))),
        Err(app::Error::Denied(sentence)) => Err(Failure::Refused(sentence.to_owned())),
        Err(other) => Err(other.into()),
    }
}

fn import_page(shell: Shell, errors: FieldErrors) -> ImportPage {
    let carriers: Vec<_> = Carrier::ALL.iter().map(|carrier| carrier.title()).collect();
    ImportPage {
        shell: shell.with_errors(&errors),
        errors,
        rows_max: ROWS_MAX,
        file_max_mb: FILE_MAX / 1024 / 1024,
        carriers: carriers.join("、"),
    }
}

fn batch_page(shell: Shell, batch: &Batch, page: usize) -> BatchPage {
    let mut rows: Vec<(u8, BatchRow)> = match &batch.results {
        None => batch.rows.iter().map(judged).collect(),
        Some(results) => batch.rows.iter().zip(results).map(|(row, result)| done(row, result)).collect(),
    };
    rows.sort_by_key(|(rank, _)| *rank);
    let pages = rows.len().div_ceil(PAGE).max(1);
    let current = page.min(pages - 1);
    let importable = batch.rows.iter().filter(|row| row.verdict.is_importable()).count();
    let failed = |result: &ImportResult| matches!(result, ImportResult::Failed { .. });
    BatchPage {
        shell,
        token: batch.token.clone(),
        file_name: batch.file_name.clone(),
        until: time::short_text(batch.expires_at),
        can_import: batch.open && batch.results.is_none() && importable > 0,
        can_repeat: batch.open && batch.results.as_ref().is_some_and(|results| results.iter().any(failed)),
        imported: batch.results.is_some(),
        open: batch.open,
        counts: counts(&rows),
        importable,
        rows: rows.into_iter().skip(current * PAGE).take(PAGE).map(|(_, row)| row).collect(),
        pages,
        current,
    }
}

/// How many rows bear each word, in the order of the list.
fn counts(rows: &[(u8, BatchRow)]) -> Vec<(&'static str, usize, &'static str)> {
    let mut counted: Vec<(&'static str, usize, &'static str)> = Vec::new();
    for (_, row) in rows {
        match counted.iter_mut().find(|(word, ..)| *word == row.word) {
            Some((_, count, _)) => *count += 1,
            None => counted.push((row.word, 1, row.class)),
        }
    }
    counted
}

fn shown(row: &Row, class: &'static str, word: &'static str, note: &str) -> BatchRow {
    BatchRow {
        line: row.line,
        order: row.order.clone(),
        waybill: format!("{} {}", row.carrier, row.waybill).trim().to_owned(),
        class,
        word,
        note: note.to_owned(),
    }
}

fn judged(row: &Row) -> (u8, BatchRow) {
    let (rank, class, word) = match row.verdict {
        Verdict::Wrong => (0, "tag t-red", "不能导入"),
        Verdict::Doubtful => (1, "tag t-amb", "可导入，请核对"),
        Verdict::Good => (2, "tag t-grn", "可导入"),
        Verdict::Known => (3, "tag", "已登记"),
    };
    (rank, shown(row, class, word, &row.note))
}

fn done(row: &Row, result: &ImportResult) -> (u8, BatchRow) {
    match result {
        ImportResult::Failed { why } => (0, shown(row, "tag t-red", "没有登记", why)),
        ImportResult::Skipped if row.verdict == Verdict::Known => (3, shown(row, "tag", "已登记", &row.note)),
        ImportResult::Skipped => (1, shown(row, "tag t-red", "没有导入", &row.note)),
        ImportResult::Shipped => (2, shown(row, "tag t-grn", "已发货", "短信已排队")),
        ImportResult::Known => (3, shown(row, "tag", "已登记", "已登记过这个单号，没有重复发短信")),
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    let shell = |title| crate::samples::staff_shell(domain::rights::Role::Shipper, Menu::Shipping, title);
    let mut errors = FieldErrors::new();
    errors.add("file", TableError::TooManyRows.message());
    let row = |line, verdict, note: &str| Row {
        line,
        order: format!("DZ20261123-{line:04}"),
        carrier: "顺丰速运".into(),
        waybill: "SF0012345678901".into(),
        verdict,
        note: note.into(),
        seen: 4,
    };
    let rows = vec![
        row(2, Verdict::Good, ""),
        row(3, Verdict::Wrong, "没有这个订单，或者还没有审核通过，请核对订单号"),
        row(4, Verdict::Doubtful, "单号不像顺丰速运的单号，请照面单再核对一次"),
        row(5, Verdict::Known, "已登记过这个单号，不会重复发短信"),
    ];
    let (created_at, expires_at) = (crate::orders::sample::now(), crate::orders::sample::at("2026-11-23 11:01:00"));
    let results = vec![
        ImportResult::Shipped,
        ImportResult::Skipped,
        ImportResult::Failed { why: "系统正忙".into() },
        ImportResult::Skipped,
    ];
    let batch = |results, open| Batch {
        token: "abc".into(),
        file_name: "发货.xlsx".into(),
        rows: rows.clone(),
        results,
        open,
        created_at,
        expires_at,
    };
    vec![
        ("shipping import".to_owned(), import_page(shell("批量导入单号"), FieldErrors::new()).to_string()),
        ("shipping import mistakes".to_owned(), import_page(shell("批量导入单号"), errors).to_string()),
        ("shipping preview".to_owned(), batch_page(shell("导入预览"), &batch(None, true), 0).to_string()),
        ("shipping preview old".to_owned(), batch_page(shell("导入预览"), &batch(None, false), 9).to_string()),
        ("shipping imported".to_owned(), batch_page(shell("导入结果"), &batch(Some(results), true), 0).to_string()),
    ]
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_is_wrong_stands_on_top_and_the_button_counts_what_it_does() {
        let samples = super::samples();
        let preview = &samples[2].1;
        assert!(preview.find("DZ20261123-0003") < preview.find("DZ20261123-0002"));
        assert!(preview.contains("导入 2 行并发短信"));
        assert!(!samples[3].1.contains("并发短信</button>") && samples[3].1.contains("已过期"));
        assert!(samples[4].1.contains("再导入一次") && samples[4].1.contains("系统正忙"));
    }
}
