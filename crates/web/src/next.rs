//! Where to go after logging in. The address comes from the visitor, so only paths of our own pages pass:
//! anything else would make the login page send people to strangers.

/// Longer addresses are not ours.
const MAX: usize = 300;

/// The path, if it is one of ours.
pub fn own_path(text: &str) -> Option<&str> {
    let shaped = text.len() <= MAX && text.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    let plain = !text.contains("//") && !text.contains("..") && !text.contains('#');
    (shaped && plain && text.starts_with("/cakey/")).then_some(text)
}

/// The path of a `Referer`, if it is one of our pages on this host.
pub fn path_of_referer<'a>(referer: &'a str, host: &str) -> Option<&'a str> {
    let rest = referer.strip_prefix("https://").or_else(|| referer.strip_prefix("http://"))?;
    own_path(rest.strip_prefix(host)?)
}

/// A path as the value of a parameter in an address.
pub fn encode(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_paths_pass() {
        for path in
            ["/cakey/", "/cakey/home", "/cakey/orders?st=draft&from=2026-11-01", "/cakey/orders/DZ20261123-0001"]
        {
            assert_eq!(own_path(path), Some(path));
        }
    }

    #[test]
    fn nothing_else_does() {
        let long = format!("/cakey/{}", "a".repeat(300));
        for path in [
            "",
            "home",
            "/",
            "/cakey",
            "/cakeyx/",
            "//evil.example/cakey/",
            "/cakey//evil.example",
            "/cakey/../admin",
            "/cakey/\\evil.example",
            "/cakey/a b",
            "/cakey/\r\nSet-Cookie:x",
            "/cakey/首页",
            "/cakey/#x",
            "https://evil.example/cakey/",
            "javascript:alert(1)",
            long.as_str(),
        ] {
            assert_eq!(own_path(path), None, "{path}");
        }
    }

    #[test]
    fn a_referer_counts_only_from_this_host() {
        assert_eq!(path_of_referer("http://ca.example:18089/cakey/orders", "ca.example:18089"), Some("/cakey/orders"));
        assert_eq!(path_of_referer("http://ca.example:18089.evil.example/cakey/x", "ca.example:18089"), None);
        assert_eq!(path_of_referer("http://evil.example/cakey/orders", "ca.example"), None);
    }

    #[test]
    fn an_encoded_path_is_one_value() {
        assert_eq!(encode("/cakey/orders?st=draft&a=1"), "/cakey/orders%3Fst%3Ddraft%26a%3D1");
    }
}
