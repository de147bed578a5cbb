//! How handlers answer: with a page, or by sending the browser on after a form (303, so that reloading repeats
//! nothing).

use crate::failure::{Failure, Fault};
use askama::Template;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Response};
use std::sync::Arc;

pub fn page(template: &impl Template) -> Result<Response, Failure> {
    page_with(StatusCode::OK, template)
}

/// Shows a page under a status; a form with mistakes is 422.
pub fn page_with(status: StatusCode, template: &impl Template) -> Result<Response, Failure> {
    let text = template.render().map_err(|e| Failure::Fault(Fault::Rendering(Arc::new(e))))?;
    Ok((status, Html(text)).into_response())
}

/// Offers a PDF that was made for this request; a file that could not be made is a fault. `plain` and `name` as in
/// [`disposition`].
pub fn pdf_file(plain: &str, name: &str, made: Result<Vec<u8>, String>) -> Result<Response, Failure> {
    let file = made.map_err(|e| Failure::Fault(Fault::file(plain, e)))?;
    let headers =
        [(CONTENT_TYPE, "application/pdf".to_owned()), (CONTENT_DISPOSITION, disposition("attachment", plain, name))];
    Ok((headers, file).into_response())
}

/// The header that names a file: `plain` in ASCII for browsers that know no other, `name` for the rest.
pub fn disposition(how: &str, plain: &str, name: &str) -> String {
    format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{}", escaped(name))
}

/// RFC 5987.
fn escaped(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    name.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_name_cannot_leave_its_header() {
        assert_eq!(super::escaped("执照 \"a\"\r\n;.jpg"), "%E6%89%A7%E7%85%A7%20%22a%22%0D%0A%3B.jpg");
    }
}
