//! The pictures of the manual (docs/manual/pictures), which the browser tests take: `cargo xtask pictures` makes them
//! anew. Their addresses carry a hash, so browsers keep them.

use crate::failure::Failure;
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

/// A picture that is built in.
pub struct Picture {
    name: &'static str,
    bytes: &'static [u8],
    hash: String,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

macro_rules! pictures {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_bytes!(concat!("../../../../docs/manual/pictures/", $name)))),*]
    };
}

/// Name and bytes of each.
const FILES: &[(&str, &[u8])] = pictures![
    "login.png",
    "register.png",
    "home.png",
    "company.png",
    "order-form.png",
    "check.png",
    "pay.png",
    "history.png",
    "orders.png",
    "order.png",
    "rejected.png",
    "invoices.png",
    "invoice.png",
    "desk.png",
    "review.png",
];

static PICTURES: LazyLock<Vec<Picture>> =
    LazyLock::new(|| FILES.iter().map(|(name, bytes)| Picture::new(name, bytes)).collect());

/// The picture of this file name.
pub fn named(name: &str) -> Option<&'static Picture> {
    PICTURES.iter().find(|picture| picture.name == name)
}

/// GET /cakey/help/pictures/{name}
pub async fn show(Path(name): Path<String>) -> Result<Response, Failure> {
    let picture = PICTURES.iter().find(|picture| picture.file() == name).ok_or(Failure::NotFound)?;
    let headers = [(CONTENT_TYPE, "image/png"), (CACHE_CONTROL, "public, max-age=31536000, immutable")];
    Ok((headers, picture.bytes).into_response())
}

impl Picture {
    fn new(name: &'static str, bytes: &'static [u8]) -> Picture {
        // Width and height stand in the header of a PNG, after the signature and the name of the header.
        let number =
            |at: usize| bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).map_or(0, u32::from_be_bytes);
        let hash = hex::encode(&Sha256::digest(bytes)[..6]);
        Picture { name, bytes, hash, width: number(16), height: number(20) }
    }

    pub fn url(&self) -> String {
        format!("/cakey/help/pictures/{}", self.file())
    }

    fn file(&self) -> String {
        format!("{}-{}.png", self.name.trim_end_matches(".png"), self.hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_picture_is_a_small_png_with_a_size() {
        for picture in PICTURES.iter() {
            assert!(picture.bytes.starts_with(b"\x89PNG") && picture.bytes.len() <= 150 * 1024, "{}", picture.name);
            assert!((300..2000).contains(&picture.width) && picture.height > 100, "{}", picture.name);
        }
    }
}
