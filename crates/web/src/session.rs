//! Who asks: the extractors that handlers take. `Visitor` is anybody and gets a session if there is none (for the
//! verification image and the CSRF token); `Company` and `Staff` have logged in, or are sent to their login page.
//! The row is looked up once a request and kept in `Visit`, where the frame finds it again for error pages.

use crate::cookie;
use crate::failure::{Failure, Fault};
use crate::next;
use crate::shell::duty_page;
use crate::site::Site;
use app::account::session as sessions;
use app::account::{Origin, Proof, Session};
use app::who::{CompanyUser, Duty, StaffUser, Who};
use axum::extract::FromRequestParts;
use axum::http::header::{HOST, REFERER};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method};
use domain::rights::Act;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Anybody, with a session.
pub struct Visitor(pub Session);

pub struct Company(pub Session, pub CompanyUser);

/// A company's user, also one who has something to do first: whether this page may be opened then says the table in
/// `routes`.
pub struct Holder(pub Session, pub CompanyUser, pub Option<Duty>);

/// A member of staff. Whether the role may see the page says the table in `routes`.
pub struct Staff(pub Session, pub StaffUser);

/// What is known of the visit while its request is served.
#[derive(Clone, Default)]
pub struct Visit(Arc<Mutex<VisitState>>);

#[derive(Default)]
struct VisitState {
    looked_up: bool,
    session: Option<Session>,
    cookie: Option<HeaderValue>,
    origin: Origin,
}

impl Visit {
    /// A visit from somewhere; what its session will say of where it was opened.
    pub fn from(origin: Origin) -> Visit {
        Visit(Arc::new(Mutex::new(VisitState { origin, ..VisitState::default() })))
    }

    /// The session, if one was found or started.
    pub fn session(&self) -> Option<Session> {
        self.lock().session.clone()
    }

    /// The cookie that the answer has to carry, if it changed.
    pub fn cookie(&self) -> Option<HeaderValue> {
        self.lock().cookie.clone()
    }

    /// Logs in: the visitor's session ends and a new one, with a new token, takes its place.
    pub async fn log_in(&self, site: &Site, old: &Session, who: Who, proof: Option<Proof>) -> Result<(), Failure> {
        let origin = self.lock().origin.clone();
        let (token, session) = sessions::enter(&site.app, old, who, proof, origin).await?;
        self.begin(site, &token, session);
        Ok(())
    }

    /// A new session of nobody, with a new token, takes the place of the old one: who knew the old token must not see
    /// what a right password opens.
    pub async fn renew(&self, site: &Site, old: &Session) -> Result<Session, Failure> {
        let (token, session) = sessions::upgrade(&site.app, old, Who::Nobody, Origin::default()).await?;
        self.begin(site, &token, session.clone());
        Ok(session)
    }

    pub async fn log_out(&self, site: &Site, session: &Session) -> Result<(), Failure> {
        sessions::end(&site.app, session.id).await?;
        self.forget(site);
        Ok(())
    }

    /// The session has ended by itself: the browser need not keep its token.
    pub fn forget(&self, site: &Site) {
        let mut known = self.lock();
        known.session = None;
        known.cookie = cookie::take_away(site.settings.secure_cookies);
    }

    fn begin(&self, site: &Site, token: &str, session: Session) {
        let lasts = match &session.who {
            Who::Nobody | Who::Company(_) | Who::Restricted(..) => site.app.settings.session.absolute,
            Who::Staff(_) => site.app.settings.staff_session.absolute,
        };
        let mut known = self.lock();
        known.looked_up = true;
        known.session = Some(session);
        known.cookie = cookie::give(token, site.settings.secure_cookies, site.app.now(), lasts);
    }

    fn lock(&self) -> MutexGuard<'_, VisitState> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl FromRequestParts<Site> for Visit {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &Site) -> Result<Visit, Failure> {
        let visit = parts.extensions.get::<Visit>().cloned();
        visit.ok_or_else(|| Failure::Fault(Fault::Wiring("a page stands outside of the frame")))
    }
}

/// The session that the request's cookie names, if it lives.
pub async fn current(parts: &mut Parts, site: &Site) -> Result<Option<Session>, Failure> {
    let visit = Visit::from_request_parts(parts, site).await?;
    look_up(&visit, &parts.headers, site).await
}

/// Finds the session that the cookie names, once a request. Also for the pages of failures, whose menu is the visitor's.
///
/// # Errors
/// Only the database's.
pub async fn look_up(visit: &Visit, headers: &HeaderMap, site: &Site) -> Result<Option<Session>, Failure> {
    if visit.lock().looked_up {
        return Ok(visit.session());
    }
    let found = match cookie::read(headers, site.settings.secure_cookies) {
        Some(token) => sessions::find(&site.app, token).await?,
        None => None,
    };
    let mut known = visit.lock();
    known.looked_up = true;
    known.session.clone_from(&found);
    Ok(found)
}

impl FromRequestParts<Site> for Visitor {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Visitor, Failure> {
        if let Some(session) = current(parts, site).await? {
            return Ok(Visitor(session));
        }
        let visit = Visit::from_request_parts(parts, site).await?;
        let (token, session) = sessions::start(&site.app).await?;
        visit.begin(site, &token, session.clone());
        Ok(Visitor(session))
    }
}

impl FromRequestParts<Site> for Company {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Company, Failure> {
        let session = current(parts, site).await?.ok_or_else(|| login_first("/cakey/", parts))?;
        match session.who.clone() {
            Who::Company(user) => Ok(Company(session, user)),
            Who::Restricted(_, duty) => Err(duty_first(duty, parts)),
            Who::Nobody | Who::Staff(_) => Err(login_first("/cakey/", parts)),
        }
    }
}

impl FromRequestParts<Site> for Holder {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Holder, Failure> {
        let session = current(parts, site).await?.ok_or_else(|| login_first("/cakey/", parts))?;
        match session.who.clone() {
            Who::Company(user) => Ok(Holder(session, user, None)),
            Who::Restricted(user, duty) => Ok(Holder(session, user, Some(duty))),
            Who::Nobody | Who::Staff(_) => Err(login_first("/cakey/", parts)),
        }
    }
}

impl FromRequestParts<Site> for Staff {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Staff, Failure> {
        let session = current(parts, site).await?.ok_or_else(|| login_first("/cakey/staff", parts))?;
        match session.who.clone() {
            Who::Staff(user) => Ok(Staff(session, user)),
            Who::Nobody | Who::Company(_) | Who::Restricted(..) => Err(login_first("/cakey/staff", parts)),
        }
    }
}

/// Judges a member of staff by what a page is for.
///
/// # Errors
/// `Elsewhere` (to the login page) for anybody else, `Denied` for staff who may not.
pub async fn require_right(parts: &mut Parts, site: &Site, act: Act) -> Result<(), Failure> {
    let Staff(_, user) = Staff::from_request_parts(parts, site).await?;
    if user.may(act) { Ok(()) } else { Err(Failure::Denied("您的角色不能打开这个页面。")) }
}

/// Judges a company's user by the page's table: a session with a duty opens only what the duty needs.
///
/// # Errors
/// `Elsewhere`: to the login page for anybody else, to the duty's page for who has one.
pub async fn require_company(parts: &mut Parts, site: &Site, open_to: &[Duty]) -> Result<(), Failure> {
    let Holder(_, _, duty) = Holder::from_request_parts(parts, site).await?;
    match duty.filter(|duty| !open_to.contains(duty)) {
        Some(duty) => Err(duty_first(duty, parts)),
        None => Ok(()),
    }
}

fn duty_first(duty: Duty, parts: &Parts) -> Failure {
    match duty {
        // It ends at the login page: there is no way back to lead.
        Duty::NewPassword => Failure::Elsewhere(duty_page(duty).to_owned()),
        Duty::Consent => login_first(duty_page(duty), parts),
    }
}

/// The login page, from which the way leads back: to the page itself, or to the page whose form was sent.
fn login_first(login: &str, parts: &Parts) -> Failure {
    let asked = parts.uri.path_and_query().map_or("", |path| path.as_str());
    let back = if parts.method == Method::GET { next::own_path(asked) } else { referer(&parts.headers) };
    let query = back.map(|path| format!("?next={}", next::encode(path))).unwrap_or_default();
    Failure::Elsewhere(format!("{login}{query}"))
}

/// The page of ours from which a request came.
pub fn referer(headers: &HeaderMap) -> Option<&str> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    next::path_of_referer(text(REFERER)?, text(HOST)?)
}
