//! A site for the tests of this crate on the stage of `app`, and a browser that keeps its cookie and fills in the token
//! of the form that it was shown.
#![allow(clippy::unwrap_used)]

use crate::{Site, SiteSettings, router};
use app::App;
use app::account::{Origin, session};
use app::fixture as stage;
use app::payment::{Gateway, Gateways};
use app::ports::payment::PaymentGateway;
use app::who::{StaffUser, Who};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::header::{CONTENT_TYPE, COOKIE, HOST, LOCATION, REFERER, SET_COOKIE};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use db::p;
use domain::id::StaffId;
use domain::payment::{GatewayCode, GatewayWords};
use domain::rights::Role;
use std::net::SocketAddr;
use std::sync::Arc;
use tower::ServiceExt;

/// The host that the browser asks.
const SITE_HOST: &str = "ca.example:18089";

db::sql! {
    CAPTCHA = "select captcha from session order by id desc limit 1";
    ADD_STAFF = "insert into staff
        (login, name, role, outlet_id, password, totp_secret, totp_step, failures, locked_until, created_at)
        values ($1, $2, $3, null, '', '', 0, 0, 0, 0) returning id";
    SMS_CODE = "select code from sms_code order by id desc limit 1";
}

/// A site without companies, orders or staff.
pub fn site() -> Site {
    let app = App { gateways: gateways_of_nobody(), ..stage::app().app };
    Site { gate: Arc::default(), app, settings: SiteSettings::default() }
}

pub struct Browser {
    site: Site,
    router: Router,
    /// `sid=…`, once it was given.
    pub cookie: Option<String>,
    pub shown: String,
    path: String,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn location(&self) -> &str {
        self.headers.get(LOCATION).map_or("", |value| value.to_str().unwrap())
    }
}

impl Browser {
    /// A browser without a cookie.
    pub fn new(site: &Site) -> Browser {
        Browser::of(site, router(site.clone()))
    }

    /// A browser on a router of the test's own.
    pub fn of(site: &Site, router: Router) -> Browser {
        Browser { site: site.clone(), router, cookie: None, shown: String::new(), path: String::new() }
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, Body::empty()).await
    }

    /// Sends a form with the token of the page that is shown.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.input("csrf").to_owned();
        self.post_with(path, &[&[("csrf", token.as_str())], fields].concat()).await
    }

    /// Sends exactly these fields.
    pub async fn post_with(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = serde_html_form::to_string(fields).unwrap();
        self.send(Method::POST, path, Body::from(body)).await
    }

    /// The value of an input of the page that is shown.
    pub fn input(&self, name: &str) -> &str {
        let (_, rest) = self.shown.split_once(&format!("name=\"{name}\"")).unwrap_or_default();
        let tag = rest.split('>').next().unwrap_or_default();
        tag.split_once("value=\"").map_or("", |(_, value)| value.split('"').next().unwrap_or_default())
    }

    /// The answer of the image that was drawn last.
    pub async fn captcha(&self) -> String {
        let found = self.site.app.read(|tx| Ok(tx.opt(&CAPTCHA, p![], |r| r.get::<Option<String>>(0))?)).await;
        found.unwrap().flatten().unwrap_or_default()
    }

    /// The code of the message that was sent last.
    pub async fn sms_code(&self) -> String {
        self.site.app.read(|tx| Ok(tx.opt(&SMS_CODE, p![], |r| r.get::<String>(0))?)).await.unwrap().unwrap()
    }

    /// Logs a member of staff in without the login page, whose second factor has tests of its own.
    pub async fn enter_as(&mut self, role: Role) {
        let name = "周予安";
        let add = move |tx: &mut app::Tx| Ok(tx.opt(&ADD_STAFF, p![role.code(), name, role.code()], |r| r.get(0))?);
        let id = StaffId::new(self.site.app.write(add).await.unwrap().unwrap());
        let user = StaffUser { id, role, outlet: None, outlet_name: None, name: name.into() };
        let (_, visitor) = session::start(&self.site.app).await.unwrap();
        let (token, _) = session::upgrade(&self.site.app, &visitor, Who::Staff(user), Origin::default()).await.unwrap();
        self.cookie = Some(format!("sid={token}"));
    }

    /// Registers a company by its pages; the browser is logged in afterwards.
    pub async fn register(&mut self, company: &str, password: &str) -> Answer {
        self.get("/cakey/register").await;
        let captcha = self.captcha().await;
        let mobile = ("mobile", "13800001234");
        self.post("/cakey/register", &[("act", "sms"), mobile, ("captcha", &captcha)]).await;
        let code = self.sms_code().await;
        let passwords = [("password", password), ("password_again", password)];
        let rest = [("act", "register"), ("company", company), mobile, ("code", &code), ("agree", "on")];
        self.post("/cakey/register", &[&rest[..], &passwords].concat()).await
    }

    /// Sends a form with files, as it stands.
    pub async fn upload(&mut self, path: &str, boundary: &str, body: Vec<u8>) -> Answer {
        self.send_as(Method::POST, path, &format!("multipart/form-data; boundary={boundary}"), Body::from(body)).await
    }

    async fn send(&mut self, method: Method, path: &str, body: Body) -> Answer {
        self.send_as(method, path, "application/x-www-form-urlencoded", body).await
    }

    async fn send_as(&mut self, method: Method, path: &str, kind: &str, body: Body) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header(HOST, SITE_HOST);
        request = request.header(CONTENT_TYPE, kind);
        request = request.header(REFERER, format!("http://{SITE_HOST}{}", self.path));
        if let Some(cookie) = &self.cookie {
            request = request.header(COOKIE, cookie);
        }
        let peer: SocketAddr = "203.0.113.7:40000".parse().unwrap();
        let request = request.extension(ConnectInfo(peer)).body(body).unwrap();
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        if let Some(cookie) = parts.headers.get(SET_COOKIE) {
            self.cookie = cookie.to_str().unwrap().split(';').next().map(str::to_owned);
        }
        let body = String::from_utf8_lossy(&to_bytes(body, usize::MAX).await.unwrap()).into_owned();
        if !parts.status.is_redirection() {
            self.shown.clone_from(&body);
            self.path = path.to_owned();
        }
        Answer { status: parts.status, headers: parts.headers, body }
    }
}

/// The only gateway of the tests' pages, called `test`.
pub fn gateways(port: Arc<dyn PaymentGateway>) -> Arc<Gateways> {
    let words = GatewayWords { name: "支付宝", phone_app: "手机支付宝", account: "支付宝账号" };
    Arc::new(Gateways::new(Gateway { code: GatewayCode::parse("test").unwrap(), words, port }, Vec::new()))
}

/// The same for the samples of pages.
pub fn gateways_of_nobody() -> Arc<Gateways> {
    gateways(Arc::new(stage::ScriptedPayment::default()))
}
