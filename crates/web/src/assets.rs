//! The style sheet, the script and the icon. Their addresses carry a hash of their content, so browsers keep them for
//! ever and still get a new one at once; the gzipped form is made once.

use crate::failure::Failure;
use axum::extract::Path;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};
use std::io::Write;
use std::sync::LazyLock;

struct Asset {
    name: String,
    kind: &'static str,
    plain: &'static [u8],
    gzipped: Option<Vec<u8>>,
}

static STYLE: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("style", "css", "text/css; charset=utf-8", include_bytes!("../assets/style.css")));
static HELP_STYLE: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("help", "css", "text/css; charset=utf-8", include_bytes!("../assets/help.css")));
static SCRIPT: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("app", "js", "text/javascript; charset=utf-8", include_bytes!("../assets/app.js")));

static ICON: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("icon", "ico", "image/x-icon", include_bytes!("../assets/icon.ico")));

/// The address of the icon that browsers show beside a page's title.
pub fn icon() -> String {
    format!("/cakey/assets/{}", ICON.name)
}

/// GET /favicon.ico: browsers ask for it without being told, on pages that are not ours too.
pub async fn favicon() -> Response {
    ([(CONTENT_TYPE, ICON.kind), (CACHE_CONTROL, "public, max-age=86400")], ICON.plain).into_response()
}

/// The address of the style sheet.
pub fn style() -> String {
    format!("/cakey/assets/{}", STYLE.name)
}

/// The address of the sheet of the manual's chapters.
pub fn help_style() -> String {
    format!("/cakey/assets/{}", HELP_STYLE.name)
}

/// The address of the script.
pub fn script() -> String {
    format!("/cakey/assets/{}", SCRIPT.name)
}

/// GET /cakey/assets/{name}
pub async fn show(Path(name): Path<String>, headers: HeaderMap) -> Result<Response, Failure> {
    let all = [&*STYLE, &*HELP_STYLE, &*SCRIPT, &*ICON];
    let asset = all.into_iter().find(|asset| asset.name == name).ok_or(Failure::NotFound)?;
    let accepts = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let gzip = accepts.flat_map(|list| list.split(',')).any(|one| one.trim() == "gzip");
    let mut response = match asset.gzipped.as_ref().filter(|_| gzip) {
        Some(gzipped) => ([(CONTENT_ENCODING, "gzip")], gzipped.clone()).into_response(),
        None => asset.plain.into_response(),
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(asset.kind));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    Ok(response)
}

impl Asset {
    fn new(stem: &str, ending: &str, kind: &'static str, plain: &'static [u8]) -> Asset {
        let hash = hex::encode(&Sha256::digest(plain)[..6]);
        Asset { name: format!("{stem}-{hash}.{ending}"), kind, plain, gzipped: gzip(plain).ok() }
    }
}

fn gzip(plain: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(plain)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use axum::body::to_bytes;
    use flate2::read::GzDecoder;
    use std::io::Read;

    async fn fetch(name: &str, encoding: &str) -> Result<(HeaderMap, Vec<u8>), Failure> {
        let headers = HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::try_from(encoding).unwrap())]);
        let response = show(Path(name.to_owned()), headers).await?;
        let (parts, body) = response.into_parts();
        Ok((parts.headers, to_bytes(body, usize::MAX).await.unwrap().to_vec()))
    }

    #[tokio::test]
    async fn the_gzipped_form_holds_the_same_bytes_and_only_goes_to_who_asks() {
        let (plain_headers, plain) = fetch(&STYLE.name, "identity").await.unwrap();
        let (headers, gzipped) = fetch(&STYLE.name, "deflate, gzip").await.unwrap();
        assert_eq!((plain_headers.get(CONTENT_ENCODING), headers[CONTENT_ENCODING].to_str().unwrap()), (None, "gzip"));
        let mut unpacked = Vec::new();
        GzDecoder::new(&gzipped[..]).read_to_end(&mut unpacked).unwrap();
        assert_eq!(unpacked, plain);
        assert!(gzipped.len() < 8 * 1024, "{} bytes", gzipped.len());
        assert!(headers[CACHE_CONTROL].to_str().unwrap().contains("immutable"));
    }

    #[tokio::test]
    async fn the_icon_is_one_that_old_browsers_read_wherever_they_ask_for_it() {
        let (headers, linked) = fetch(icon().trim_start_matches("/cakey/assets/"), "").await.unwrap();
        assert_eq!(headers[CONTENT_TYPE], "image/x-icon");
        assert!(linked.starts_with(&[0, 0, 1, 0]) && linked.len() < 8 * 1024, "{} bytes", linked.len());
        let (parts, body) = favicon().await.into_parts();
        assert_eq!(parts.headers[CONTENT_TYPE], "image/x-icon");
        assert_eq!(to_bytes(body, usize::MAX).await.unwrap(), linked);
    }

    #[tokio::test]
    async fn an_old_hash_is_not_found() {
        assert!(matches!(fetch("style-000000000000.css", "").await, Err(Failure::NotFound)));
    }
}
