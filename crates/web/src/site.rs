//! What every handler gets: the application and how it is reached. And whose address a request came from.

use crate::api::gate::Gate;
use crate::failure::{Failure, Fault};
use app::App;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

/// The state of the router.
#[derive(Clone)]
pub struct Site {
    pub app: App,
    /// How the site is reached.
    pub settings: SiteSettings,
    /// Counts the requests of API clients.
    pub gate: Arc<Gate>,
}

/// How the site is reached. Its path is always `/cakey/`, the address that the manual prints.
#[derive(Clone, Debug, Default)]
pub struct SiteSettings {
    /// True when people come over https: the cookie is then `__Host-sid; Secure`.
    pub secure_cookies: bool,
    /// The proxies in front: only what they write into `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Of a demonstration: the page that shows the text messages, pays and has sample papers. Empty for a real system.
    pub demo_phone: String,
}

/// The client's address, for the limits.
#[derive(Clone, Copy, Debug)]
pub struct Client(pub IpAddr);

impl FromRequestParts<Site> for Client {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Client, Failure> {
        let client = client(&parts.extensions, &parts.headers, &site.settings);
        client.map(Client).ok_or_else(|| Failure::Fault(Fault::Wiring("the server does not tell the client's address")))
    }
}

/// The client's address; `None` when the server does not tell who connected.
pub fn client(extensions: &Extensions, headers: &HeaderMap, settings: &SiteSettings) -> Option<IpAddr> {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>()?;
    Some(address(peer.0.ip(), headers, &settings.trusted_proxies))
}

/// Each proxy writes at the end of `X-Forwarded-For` who came to it. Read from the end, addresses are believed as long as
/// a proxy of ours wrote them; what stands before the first stranger anybody may have invented.
fn address(peer: IpAddr, headers: &HeaderMap, proxies: &[IpAddr]) -> IpAddr {
    let ours = |address: &IpAddr| proxies.iter().any(|proxy| proxy.to_canonical() == *address);
    let lists = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let named: Vec<&str> = lists.flat_map(|list| list.split(',')).map(str::trim).collect();
    let mut client = peer.to_canonical();
    for text in named.into_iter().rev() {
        if !ours(&client) {
            break;
        }
        let Some(address) = forwarded(text) else { break };
        client = address;
    }
    client
}

/// Some proxies add the port.
fn forwarded(text: &str) -> Option<IpAddr> {
    let address = text.parse().or_else(|_| text.parse().map(|socket: SocketAddr| socket.ip()));
    address.ok().map(|address| address.to_canonical())
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
        assert_eq!(address(proxy, &headers, &[proxy]), ip("203.0.113.7"));
        assert_eq!(address(ip("::ffff:10.0.0.1"), &headers, &[proxy]), ip("203.0.113.7"));
        assert_eq!(address(stranger, &headers, &[proxy]), stranger);
        assert_eq!(address(proxy, &headers, &[]), proxy);
    }

    #[test]
    fn a_chain_of_our_proxies_is_followed_to_the_first_stranger() {
        let mut headers = HeaderMap::new();
        headers.append("x-forwarded-for", "127.0.0.1, 198.51.100.9:4711".parse().unwrap());
        headers.append("x-forwarded-for", "10.0.0.2".parse().unwrap());
        let proxies = [ip("10.0.0.1"), ip("10.0.0.2"), ip("127.0.0.1")];
        assert_eq!(address(ip("10.0.0.1"), &headers, &proxies), ip("198.51.100.9"));
    }

    #[test]
    fn nonsense_from_the_proxy_counts_as_the_proxy() {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "unknown".parse().unwrap());
        assert_eq!(address(ip("10.0.0.1"), &headers, &[ip("10.0.0.1")]), ip("10.0.0.1"));
    }
}
