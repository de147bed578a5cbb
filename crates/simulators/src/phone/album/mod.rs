//! 相册: invented papers, ready to be uploaded, so that whoever tries the system needs none of their own. Drawn when they
//! are asked for; every one of them says that it is a sample.

mod canvas;
mod sheets;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use canvas::Canvas;
use std::sync::Arc;

/// One paper of the album.
pub(super) struct Paper {
    /// The end of its address.
    pub file: &'static str,
    pub title: &'static str,
    draw: fn(&[u8]) -> Canvas,
}

/// All of them, in the order in which the site asks for them.
pub(super) const PAPERS: [Paper; 6] = [
    Paper { file: "licence.png", title: "营业执照", draw: sheets::licence },
    Paper { file: "application.png", title: "数字证书申请表（已盖章）", draw: sheets::application },
    Paper { file: "id-front.png", title: "身份证正面", draw: sheets::id_front },
    Paper { file: "id-back.png", title: "身份证反面", draw: sheets::id_back },
    Paper { file: "seal.png", title: "印模", draw: sheets::seal },
    Paper { file: "proxy.png", title: "法人授权委托书", draw: sheets::proxy },
];

/// `GET /album/{file}`: the picture, as a download.
pub(super) fn routes(font: Arc<Vec<u8>>) -> Router {
    Router::new().route("/album/{file}", get(picture)).with_state(font)
}

async fn picture(State(font): State<Arc<Vec<u8>>>, Path(file): Path<String>) -> Response {
    let Some(paper) = PAPERS.iter().find(|paper| paper.file == file) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let draw = paper.draw;
    match tokio::task::spawn_blocking(move || draw(&font).png()).await {
        Ok(png) => {
            let name = disposition(paper);
            ([(CONTENT_TYPE, "image/png".to_owned()), (CONTENT_DISPOSITION, name)], png).into_response()
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Saved under the paper's own name; in ASCII for browsers that know no other.
fn disposition(paper: &Paper) -> String {
    let name: String = format!("{}.png", paper.title).bytes().map(|byte| format!("%{byte:02X}")).collect();
    format!("attachment; filename=\"sample-{}\"; filename*=UTF-8''{name}", paper.file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paper_is_saved_under_its_own_name() {
        assert_eq!(
            disposition(&PAPERS[4]),
            "attachment; filename=\"sample-seal.png\"; filename*=UTF-8''%E5%8D%B0%E6%A8%A1%2E%70%6E%67"
        );
    }

    #[test]
    fn every_paper_is_a_small_picture_with_ink_on_it() {
        let font = include_bytes!("../../../../../assets/fonts/NotoSansSC-subset.otf");
        for paper in &PAPERS {
            let png = (paper.draw)(font).png();
            let picture = image::load_from_memory(&png).unwrap().to_rgb8();
            let ink = picture.pixels().filter(|pixel| pixel.0.iter().any(|part| *part < 140)).count();
            assert!(ink > 2_000 && png.len() < 300 * 1024, "{}: {ink} dark pixels, {} bytes", paper.file, png.len());
            if let Ok(folder) = std::env::var("CAKEY_SHOTS") {
                std::fs::write(std::path::Path::new(&folder).join(paper.file), &png).unwrap();
            }
        }
    }
}
