//! A person's browser without script: one cookie, no redirects followed by itself, the token of the form it shows.

use super::{File, Form, Page, World, filled};
use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, COOKIE, LOCATION, ORIGIN, REFERER, SET_COOKIE};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, Mutex};

/// A browser; its clones are windows of the same session.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    cookie: Arc<Mutex<Option<String>>>,
}

impl Client {
    /// Each browser has an address of its own on loopback, because limits count by address. Connections are not kept,
    /// because a browser may pass from one test's runtime to another's.
    pub fn new(world: &World) -> Client {
        Client::at(world.url(0), world.next())
    }

    /// The browser number `n` of a site that is no world.
    pub fn at(base: String, n: u32) -> Client {
        let [_, _, high, low] = n.to_be_bytes();
        let address = IpAddr::from(Ipv4Addr::new(127, 1, high, low.max(1)));
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .local_address(address)
            .pool_max_idle_per_host(0)
            .build()
            .unwrap();
        Client { http, base, cookie: Arc::default() }
    }

    /// The session's token, once there is one.
    pub fn token(&self) -> String {
        self.cookie.lock().unwrap().clone().unwrap()
    }

    /// Puts a session's token in the place of the present one.
    pub fn wear(&self, token: &str) {
        *self.cookie.lock().unwrap() = Some(token.to_owned());
    }

    /// Opens a page; a redirect comes back as it is.
    pub async fn get(&self, path: &str) -> Page {
        self.send(Method::GET, path, None).await
    }

    /// Goes where a redirect leads, to the page at its end.
    pub async fn follow(&self, mut page: Page) -> Page {
        while page.status == 303 {
            page = self.get(&page.location).await;
        }
        page
    }

    /// Sends exactly these inputs.
    pub async fn post(&self, path: &str, inputs: &[(&str, &str)]) -> Page {
        let body = encode(inputs);
        self.send(Method::POST, path, Some((body, &format!("{}{path}", self.base)))).await
    }

    /// Sends the form of a page: its hidden inputs, and what is typed.
    pub async fn submit(&self, form: &Form, typed: &[(&str, &str)]) -> Page {
        let hidden = form.hidden.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let inputs: Vec<(&str, &str)> = hidden
            .filter(|(name, _)| !typed.iter().any(|(other, _)| other == name))
            .chain(typed.iter().copied())
            .collect();
        self.post(&form.action, &inputs).await
    }

    /// Sends raw bytes as a form.
    pub async fn post_bytes(&self, path: &str, body: Vec<u8>) -> Page {
        self.send(Method::POST, path, Some((body, &format!("{}{path}", self.base)))).await
    }

    /// Sends any method, with a form or without a body.
    pub async fn request(&self, method: &str, path: &str, inputs: Option<&[(&str, &str)]>) -> Page {
        let url = format!("{}{path}", self.base);
        let body = inputs.map(|inputs| (encode(inputs), url.as_str()));
        self.send(method.parse().unwrap(), path, body).await
    }

    /// Sends the form of a page with its hidden inputs and files.
    pub async fn upload(&self, form: &Form, files: &[File]) -> Page {
        let (kind, body) = filled(form, files);
        self.post_as(&form.action, &kind, body).await
    }

    /// Sends raw bytes under a content type.
    pub async fn post_as(&self, path: &str, kind: &str, body: Vec<u8>) -> Page {
        let url = format!("{}{path}", self.base);
        let request = self.http.post(&url).header(CONTENT_TYPE, kind).body(body);
        self.answer(path, request.header(REFERER, &url).header(ORIGIN, &self.base)).await
    }

    async fn send(&self, method: Method, path: &str, body: Option<(Vec<u8>, &str)>) -> Page {
        let mut request = self.http.request(method, format!("{}{path}", self.base));
        if let Some((body, referer)) = body {
            request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(body);
            request = request.header(REFERER, referer).header(ORIGIN, &self.base);
        }
        self.answer(path, request).await
    }

    async fn answer(&self, path: &str, mut request: reqwest::RequestBuilder) -> Page {
        if let Some(token) = self.cookie.lock().unwrap().as_ref() {
            request = request.header(COOKIE, format!("sid={token}"));
        }
        let answer = request.send().await.unwrap();
        let text = |name| answer.headers().get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
        let (status, location, cookie) = (answer.status().as_u16(), text(LOCATION), text(SET_COOKIE));
        if let Some(token) = cookie.strip_prefix("sid=").and_then(|rest| rest.split(';').next()) {
            *self.cookie.lock().unwrap() = (!token.is_empty()).then(|| token.to_owned());
        }
        let headers = answer.headers().clone();
        let bytes = answer.bytes().await.unwrap().to_vec();
        Page { status, location, path: path.to_owned(), headers, html: String::from_utf8_lossy(&bytes).into(), bytes }
    }
}

fn encode(inputs: &[(&str, &str)]) -> Vec<u8> {
    let escaped = |text: &str| -> String {
        let plain = |b: &u8| b.is_ascii_alphanumeric();
        text.bytes().map(|b| if plain(&b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
    };
    let pairs: Vec<String> =
        inputs.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value))).collect();
    pairs.join("&").into_bytes()
}
