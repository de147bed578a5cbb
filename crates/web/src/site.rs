//! What every handler gets: the application and how it is reached. And whose address a request came from.

use crate::error::Failure;
use app::App;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use std::net::{IpAddr, SocketAddr};

/// The state of the router.
#[derive(Clone)]
pub struct Site {
    /// The use cases.
    pub app: App,
    /// How the site is reached.
    pub settings: SiteSettings,
}

/// How the site is reached. Its path is always `/cakey/`, the address that the manual prints.
#[derive(Clone, Copy, Debug, Default)]
pub struct SiteSettings {
    /// True when people come over https: the cookie is then `__Host-sid; Secure`.
    pub secure_cookies: bool,
    /// The proxy in front, if there is one: only its `X-Forwarded-For` is believed.
    pub trusted_proxy: Option<IpAddr>,
}

/// The client's address, for the limits.
#[derive(Clone, Copy, Debug)]
pub struct Client(pub IpAddr);

impl FromRequestParts<Site> for Client {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Client, Failure> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let peer = peer.ok_or_else(|| Failure::Fault("the server does not tell the client's address".into()))?;
        Ok(Client(address(peer.0.ip(), &parts.headers, site.settings.trusted_proxy)))
    }
}

/// The last address of `X-Forwarded-For` is the one that our own proxy wrote; those before it anybody may invent.
fn address(peer: IpAddr, headers: &HeaderMap, proxy: Option<IpAddr>) -> IpAddr {
    let peer = peer.to_canonical();
    if proxy.map(|proxy| proxy.to_canonical()) != Some(peer) {
        return peer;
    }
    let last = headers.get_all("x-forwarded-for").iter().next_back();
    let named = last.and_then(|value| value.to_str().ok()).and_then(|list| list.rsplit(',').next());
    named.and_then(|text| text.trim().parse().ok()).unwrap_or(peer)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn forwarded_addresses_are_believed_from_the_proxy_alone() {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "198.51.100.9, 203.0.113.7".parse().unwrap());
        let (proxy, stranger) = (ip("10.0.0.1"), ip("192.0.2.1"));
        assert_eq!(address(proxy, &headers, Some(proxy)), ip("203.0.113.7"));
        assert_eq!(address(ip("::ffff:10.0.0.1"), &headers, Some(proxy)), ip("203.0.113.7"));
        assert_eq!(address(stranger, &headers, Some(proxy)), stranger);
        assert_eq!(address(proxy, &headers, None), proxy);
    }

    #[test]
    fn nonsense_from_the_proxy_counts_as_the_proxy() {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "unknown".parse().unwrap());
        assert_eq!(address(ip("10.0.0.1"), &headers, Some(ip("10.0.0.1"))), ip("10.0.0.1"));
    }
}
