//! One line of the table of routes: an address, whom it is for, which methods it answers. The guard in front of the
//! handlers is made from the audience, so that a page is closed even if its handler forgets to ask who comes.

use crate::account::kept;
use crate::failure::Failure;
use crate::session::{Holder, require_company, require_right};
use crate::site::Site;
use app::who::Duty;
use axum::extract::{FromRequestParts, Request, State};
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::MethodRouter;
use domain::rights::Act;

/// Whom an address is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Everybody, logged in or not.
    Anybody,
    /// A company that has logged in; what it may see of its own is judged in SQL.
    Company,
    /// Staff who may do this.
    Staff(Act),
    /// Programs: no page, no session, no frame.
    Machine,
}

/// An address with its handlers.
pub struct Entry {
    pub audience: Audience,
    /// The pattern, as axum reads it.
    pub path: &'static str,
    /// What it answers; `HEAD` comes with `GET`.
    pub methods: Vec<Method>,
    handlers: MethodRouter<Site>,
    /// Restricted sessions with one of these duties may open it.
    open_to: &'static [Duty],
}

pub fn anybody(path: &'static str) -> Entry {
    Entry::new(Audience::Anybody, path)
}

pub fn company(path: &'static str) -> Entry {
    Entry::new(Audience::Company, path)
}

/// For staff who may do this.
pub fn staff(path: &'static str, act: Act) -> Entry {
    Entry::new(Audience::Staff(act), path)
}

pub fn machine(path: &'static str) -> Entry {
    Entry::new(Audience::Machine, path)
}

impl Entry {
    fn new(audience: Audience, path: &'static str) -> Entry {
        Entry { audience, path, methods: Vec::new(), handlers: MethodRouter::new(), open_to: &[] }
    }

    /// Opens an address of companies to restricted sessions with one of these duties; all others stay closed to them.
    pub fn also_for(self, open_to: &'static [Duty]) -> Entry {
        Entry { open_to, ..self }
    }

    pub fn get<H: Handler<T, Site>, T: 'static>(mut self, handler: H) -> Entry {
        self.methods.push(Method::GET);
        self.handlers = self.handlers.get(handler);
        self
    }

    pub fn post<H: Handler<T, Site>, T: 'static>(mut self, handler: H) -> Entry {
        self.methods.push(Method::POST);
        self.handlers = self.handlers.post(handler);
        self
    }

    /// The handlers behind their guard.
    pub fn guarded(self, site: &Site) -> MethodRouter<Site> {
        match self.audience {
            Audience::Anybody | Audience::Machine => self.handlers,
            Audience::Company => {
                let open_to = self.open_to;
                let guard = move |state: State<Site>, request: Request, next: Next| {
                    companies_only(open_to, state, request, next)
                };
                self.handlers.layer(from_fn_with_state(site.clone(), guard))
            }
            Audience::Staff(act) => {
                let guard =
                    move |state: State<Site>, request: Request, next: Next| staff_only(act, state, request, next);
                self.handlers.layer(from_fn_with_state(site.clone(), guard))
            }
        }
    }
}

async fn companies_only(
    open_to: &'static [Duty],
    State(site): State<Site>,
    request: Request,
    next: Next,
) -> Result<Response, Failure> {
    let (mut parts, body) = request.into_parts();
    if let Err(failure) = require_company(&mut parts, &site, open_to).await {
        // The session may have ended while the form was filled in.
        return if kept::keep(&site, &parts, body).await? { Err(kept::login_first()) } else { Err(failure) };
    }
    let Some(id) = kept::sent_again(&parts.method, &parts.uri) else {
        return Ok(next.run(Request::from_parts(parts, body)).await);
    };
    let Holder(_, user, _) = Holder::from_request_parts(&mut parts, &site).await?;
    let response = next.run(Request::from_parts(parts, body)).await;
    kept::answered(&site, user.id, id, response.status()).await;
    Ok(response)
}

async fn staff_only(act: Act, State(site): State<Site>, request: Request, next: Next) -> Result<Response, Failure> {
    let (mut parts, body) = request.into_parts();
    require_right(&mut parts, &site, act).await?;
    Ok(next.run(Request::from_parts(parts, body)).await)
}
