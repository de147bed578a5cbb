//! A browser window that takes the death of the server for what it is: no answer. It keeps a session that was logged in
//! before, and follows nothing by itself.

use super::log::Log;
use crate::world::{File, Form, Page, filled};
use reqwest::header::{CONTENT_TYPE, COOKIE, LOCATION};
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// Longer than any page takes; a dead server refuses at once.
const PATIENCE: Duration = Duration::from_secs(20);
/// After silence, before anything else is tried.
const PAUSE: Duration = Duration::from_millis(40);

#[derive(Clone)]
pub struct Window {
    http: reqwest::Client,
    base: String,
    token: String,
    pub log: Arc<Log>,
}

impl Window {
    /// A window of the session `token` at `http://…` without a path.
    pub fn new(base: String, token: String, log: &Arc<Log>) -> Window {
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .pool_max_idle_per_host(0)
            .timeout(PATIENCE)
            .build()
            .unwrap();
        Window { http, base, token, log: log.clone() }
    }

    pub async fn get(&self, path: &str) -> Option<Page> {
        self.answer(path, self.http.get(format!("{}{path}", self.base))).await
    }

    /// Sends a form with what is typed.
    pub async fn submit(&self, form: &Form, typed: &[(&str, &str)]) -> Option<Page> {
        let hidden = form.hidden.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let inputs: Vec<(&str, &str)> = hidden.chain(typed.iter().copied()).collect();
        let request = self.http.post(format!("{}{}", self.base, form.action)).form(&inputs);
        self.answer(&form.action, request).await
    }

    /// Sends a form with files.
    pub async fn upload(&self, form: &Form, files: &[File]) -> Option<Page> {
        let (kind, body) = filled(form, files);
        let request = self.http.post(format!("{}{}", self.base, form.action)).header(CONTENT_TYPE, kind).body(body);
        self.answer(&form.action, request).await
    }

    /// Tells a simulator something in JSON; its answer if it did it.
    pub async fn tell(&self, url: &str, body: Value) -> Option<Value> {
        let request = self.http.post(url).header(CONTENT_TYPE, "application/json").body(body.to_string());
        let answer = request.send().await.ok()?;
        if !answer.status().is_success() {
            return None;
        }
        serde_json::from_slice(&answer.bytes().await.ok()?).ok()
    }

    async fn answer(&self, path: &str, request: reqwest::RequestBuilder) -> Option<Page> {
        let page = read(path, request.header(COOKIE, format!("sid={}", self.token))).await;
        match &page {
            Some(page) => self.log.answered(page.status, path),
            None => {
                self.log.silences.fetch_add(1, Ordering::Relaxed);
                tokio::time::sleep(PAUSE).await;
            }
        }
        page
    }
}

/// `None` unless the whole answer came: half a page acknowledges nothing.
async fn read(path: &str, request: reqwest::RequestBuilder) -> Option<Page> {
    let answer = request.send().await.ok()?;
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    let location = headers.get(LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let bytes = answer.bytes().await.ok()?.to_vec();
    Some(Page { status, location, path: path.to_owned(), headers, html: String::from_utf8_lossy(&bytes).into(), bytes })
}
