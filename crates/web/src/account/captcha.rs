//! 验证码 on a page: a form that shows the image draws a new answer each time; the image is painted when the browser
//! asks for it. An answer is tried once.

use crate::captcha;
use crate::failure::Failure;
use crate::session::Visitor;
use crate::site::Site;
use crate::text::CAPTCHA_WRONG;
use app::account::Session;
use app::account::captcha::{new_captcha, take_captcha};
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use domain::field::FieldErrors;
use sha2::{Digest, Sha256};

/// Draws a new answer. Returns what makes the picture's address a new one, so that no browser shows the old picture.
pub async fn draw(site: &Site, session: &Session) -> Result<String, Failure> {
    store_answer(site, session).await?;
    Ok(hex::encode(app::chance::bytes::<6>(&*site.app.chance)))
}

/// Judges what was typed; a mistake is told at the field `captcha`. The picture is spent either way.
pub async fn judge(site: &Site, session: &Session, typed: &str, errors: &mut FieldErrors) -> Result<(), Failure> {
    if typed.trim().is_empty() {
        errors.add("captcha", "请填写验证码");
        return Ok(());
    }
    let expected = take_captcha(&site.app, session).await?;
    if !expected.is_some_and(|expected| captcha::matches(&expected, typed)) {
        errors.add("captcha", CAPTCHA_WRONG);
    }
    Ok(())
}

/// GET /cakey/captcha.png
pub async fn picture(State(site): State<Site>, Visitor(session): Visitor) -> Result<Response, Failure> {
    let answer = match session.captcha.clone() {
        Some(answer) => answer,
        // The page came back from the browser's memory after its picture was spent.
        None => store_answer(&site, &session).await?,
    };
    Ok(([(CONTENT_TYPE, "image/png")], captcha::paint(&answer, seed_of(&session, &answer))).into_response())
}

/// One answer has one picture: asked for again and again, it shows nothing new to average.
fn seed_of(session: &Session, answer: &str) -> u64 {
    let digest = Sha256::new().chain_update(&session.csrf).chain_update(answer).finalize();
    digest.iter().take(8).fold(0, |seed, byte| (seed << 8) | u64::from(*byte))
}

async fn store_answer(site: &Site, session: &Session) -> Result<String, Failure> {
    let answer = captcha::answer(app::chance::bytes(&*site.app.chance));
    new_captcha(&site.app, session, answer.clone()).await?;
    Ok(answer)
}
