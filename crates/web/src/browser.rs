//! What a session's owner may recognise it by: the browser's name and system, and the address without its end.

use std::net::IpAddr;

/// A browser's mark in its `User-Agent`, and how people call it. The first that fits is it: newer ones pretend to be
/// older ones.
const BROWSERS: [(&str, &str); 13] = [
    ("MicroMessenger/", "微信"),
    ("QIHU 360", "360 浏览器"),
    ("360SE", "360 浏览器"),
    ("360EE", "360 浏览器"),
    ("QQBrowser/", "QQ 浏览器"),
    ("Edg/", "Edge"),
    ("Edge/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Trident/7", "IE 11"),
    ("MSIE 10", "IE 10"),
    ("Safari/", "Safari"),
];

/// Systems, in the same way.
const SYSTEMS: [(&str, &str); 9] = [
    ("Windows NT 10", "Windows"),
    ("Windows NT 6.3", "Windows 8.1"),
    ("Windows NT 6.2", "Windows 8"),
    ("Windows NT 6.1", "Windows 7"),
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
];

/// `Chrome 119 · Windows`, from a `User-Agent`.
pub fn name(agent: &str) -> String {
    let browser = BROWSERS.iter().find(|(mark, _)| agent.contains(mark));
    let system = SYSTEMS.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, system)| *system);
    let browser = match browser {
        Some((mark, name)) => match version(agent, mark) {
            Some(version) => format!("{name} {version}"),
            None => (*name).to_owned(),
        },
        None => "其他浏览器".to_owned(),
    };
    system.map_or(browser.clone(), |system| format!("{browser} · {system}"))
}

/// The main version after a mark that ends with a slash.
fn version<'a>(agent: &'a str, mark: &str) -> Option<&'a str> {
    let (_, rest) = agent.split_once(mark).filter(|_| mark.ends_with('/'))?;
    let digits = rest.split(|c: char| !c.is_ascii_digit()).next()?;
    (1..=4).contains(&digits.len()).then_some(digits)
}

/// `203.0.113.*`, `2001:db8:1:2:*`.
pub fn masked_address(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            format!("{a}.{b}.{c}.*")
        }
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}:*")
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn browsers_are_called_as_people_call_them() {
        let chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 \
                      Safari/537.36";
        for (agent, expected) in [
            (chrome.to_owned(), "Chrome 119 · Windows"),
            (format!("{chrome} Edg/119.0.2151.44"), "Edge 119 · Windows"),
            (format!("{chrome} QIHU 360SE"), "360 浏览器 · Windows"),
            ("Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko".to_owned(), "IE 11 · Windows 7"),
            ("Mozilla/5.0 (compatible; MSIE 10.0; Windows NT 6.2; Trident/6.0)".to_owned(), "IE 10 · Windows 8"),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile Safari/604.1".to_owned(),
                "Safari 604 · iPhone",
            ),
            (String::new(), "其他浏览器"),
            ("Chrome/<script>".to_owned(), "Chrome"),
        ] {
            assert_eq!(name(&agent), expected, "{agent}");
        }
    }

    #[test]
    fn the_end_of_an_address_is_hidden() {
        assert_eq!(masked_address("203.0.113.7".parse().unwrap()), "203.0.113.*");
        assert_eq!(masked_address("::ffff:203.0.113.7".parse().unwrap()), "203.0.113.*");
        assert_eq!(masked_address("2001:db8:1:2:3:4:5:6".parse().unwrap()), "2001:db8:1:2:*");
    }
}
