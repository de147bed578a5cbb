//! How handlers answer: with a page, or by sending the browser on after a form (303, so that reloading repeats
//! nothing).

use crate::error::Failure;
use askama::Template;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, LOCATION};
use axum::response::{Html, IntoResponse, Response};

/// Shows a page.
pub fn page(template: &impl Template) -> Result<Response, Failure> {
    page_with(StatusCode::OK, template)
}

/// Shows a page under a status; a form with mistakes is 422.
pub fn page_with(status: StatusCode, template: &impl Template) -> Result<Response, Failure> {
    let text = template.render().map_err(|e| Failure::Fault(format!("rendering a page: {e}")))?;
    Ok((status, Html(text)).into_response())
}

/// Sends the browser on.
pub fn see_other(path: &str) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, path)]).into_response()
}

/// Offers a PDF that was made for this request; a file that could not be made is a fault.
pub fn pdf_file(name: &str, made: Result<Vec<u8>, String>) -> Result<Response, Failure> {
    let file = made.map_err(|e| Failure::Fault(format!("making {name}: {e}")))?;
    let headers = [
        (CONTENT_TYPE, "application/pdf".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    Ok((headers, file).into_response())
}
