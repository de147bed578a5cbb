//! Uploaded files, handed out: to the company that they belong to, and to staff whose role reads materials. Everything
//! is a download; pictures (decoded and encoded by ourselves) may also be shown. Whose a file is stands in SQL.

use crate::failure::Failure;
use crate::page::disposition;
use crate::session::{Company, Staff};
use crate::site::Site;
use app::attachment::{self, Attachment};
use axum::extract::{FromRequestParts, Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use domain::id::AttachmentId;

/// No script, no form, no frame, not even the site's own origin.
const POLICY: &str = "default-src 'none'; sandbox";

/// `{id}` of the path; anything else is a page that does not exist.
pub struct Id(AttachmentId);

impl FromRequestParts<Site> for Id {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Id, Failure> {
        let read = Path::<i64>::from_request_parts(parts, site).await;
        read.map(|Path(id)| Id(AttachmentId::new(id))).map_err(|_| Failure::NotFound)
    }
}

/// GET /cakey/attachments/{id}.
pub async fn own(State(site): State<Site>, Company(_, user): Company, Id(id): Id) -> Result<Response, Failure> {
    let (found, bytes) = attachment::open_own(&site.app, &user, id).await?;
    Ok(download(&found, bytes))
}

/// GET /cakey/attachments/{id}/view.
pub async fn own_view(State(site): State<Site>, Company(_, user): Company, Id(id): Id) -> Result<Response, Failure> {
    let (found, bytes) = attachment::open_own(&site.app, &user, id).await?;
    shown(&found, bytes)
}

/// GET /cakey/staff/attachments/{id}.
pub async fn staff(State(site): State<Site>, Staff(_, user): Staff, Id(id): Id) -> Result<Response, Failure> {
    let (found, bytes) = attachment::open_as_staff(&site.app, &user, id).await?;
    Ok(download(&found, bytes))
}

/// GET /cakey/staff/attachments/{id}/view.
pub async fn staff_view(State(site): State<Site>, Staff(_, user): Staff, Id(id): Id) -> Result<Response, Failure> {
    let (found, bytes) = attachment::open_as_staff(&site.app, &user, id).await?;
    shown(&found, bytes)
}

fn download(found: &Attachment, bytes: Vec<u8>) -> Response {
    answer(found, "attachment", bytes)
}

fn shown(found: &Attachment, bytes: Vec<u8>) -> Result<Response, Failure> {
    if found.file.kind.is_picture() { Ok(answer(found, "inline", bytes)) } else { Err(Failure::NotFound) }
}

fn answer(found: &Attachment, how: &str, bytes: Vec<u8>) -> Response {
    let file = &found.file;
    let plain = format!("{}-{}.{}", found.material.code(), found.id, file.kind.code());
    let headers = [
        (CONTENT_TYPE, file.kind.media_type().to_owned()),
        (CONTENT_DISPOSITION, disposition(how, &plain, &file.name)),
        (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (CONTENT_SECURITY_POLICY, POLICY.to_owned()),
    ];
    (headers, bytes).into_response()
}
