//! 验证码: the answer of the image, kept in the session until it is tried. Painting and comparing are the web's.

use super::session::Session;
use super::store;
use crate::{App, Error};
use jiff::SignedDuration;

/// How long an image can be answered.
const CAPTCHA_LASTS: SignedDuration = SignedDuration::from_secs(120);

/// Remembers the answer of a newly painted image; the one before it is no longer valid.
pub async fn new_captcha(app: &App, session: &Session, answer: String) -> Result<(), Error> {
    let (now, id) = (app.steady(), session.id);
    app.write(move |tx| Ok(store::session::set_captcha(tx, id, &answer, now)?)).await
}

/// Takes the answer out, so that an image is tried once. `None` if there is none or it is older than 120 s.
pub async fn take_captcha(app: &App, session: &Session) -> Result<Option<String>, Error> {
    let (now, id) = (app.steady(), session.id);
    let taken = app
        .write(move |tx| {
            let shown = store::session::lock_captcha(tx, id)?;
            store::session::clear_captcha(tx, id)?;
            Ok(shown)
        })
        .await?;
    let lasts = SignedDuration::ZERO..=CAPTCHA_LASTS;
    Ok(taken.filter(|shown| lasts.contains(&now.duration_since(shown.at))).map(|shown| shown.answer))
}
