//! Percent-encoding and `application/x-www-form-urlencoded`, written by hand because signatures hang on it:
//! libraries replace broken UTF-8 silently and encode `*` and blanks in ways that the vendors' signatures do not.

use std::fmt::Write;

/// Encodes by RFC 3986: everything but letters, digits and `-_.~` becomes `%XX`. Legal in queries and forms alike.
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            write!(out, "%{byte:02X}").expect("writing to a String cannot fail");
        }
    }
    out
}

/// `k=v&k=v`, both sides encoded, in the given order.
pub fn encode_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let encoded: Vec<String> = pairs.into_iter().map(|(k, v)| format!("{}={}", encode(k), encode(v))).collect();
    encoded.join("&")
}

/// Decodes a form once. `None` for broken escapes, text that is not UTF-8, and pairs without a name.
pub fn decode_pairs(body: &[u8]) -> Option<Vec<(String, String)>> {
    let parts = body.split(|b| *b == b'&').filter(|part| !part.is_empty());
    parts.map(decode_pair).collect()
}

fn decode_pair(part: &[u8]) -> Option<(String, String)> {
    let border = part.iter().position(|b| *b == b'=')?;
    let name = decode(&part[..border])?;
    let value = decode(&part[border + 1..])?;
    (!name.is_empty()).then_some((name, value))
}

fn decode(bytes: &[u8]) -> Option<String> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter();
    while let Some(byte) = rest.next() {
        out.push(match byte {
            b'+' => b' ',
            b'%' => hex_digit(*rest.next()?)? << 4 | hex_digit(*rest.next()?)?,
            other => *other,
        });
    }
    String::from_utf8(out).ok()
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encoding_follows_rfc_3986() {
        assert_eq!(encode("a-Z_0.~"), "a-Z_0.~");
        assert_eq!(encode("* +/=&中"), "%2A%20%2B%2F%3D%26%E4%B8%AD");
    }

    #[test]
    fn a_form_is_decoded_once() {
        let pairs = decode_pairs(b"a=1+2%2B%2526&b=&%E4%B8%AD=x=y").unwrap();
        let expected = [("a", "1 2+%26"), ("b", ""), ("中", "x=y")];
        assert_eq!(pairs, expected.map(|(k, v)| (k.to_owned(), v.to_owned())));
    }

    #[test]
    fn broken_forms_are_refused() {
        for bad in ["a", "=x", "a=%", "a=%4", "a=%zz", "a=%FF", "a=%+1"] {
            assert_eq!(decode_pairs(bad.as_bytes()), None, "{bad}");
        }
    }

    #[test]
    fn what_is_encoded_decodes_to_itself() {
        let pairs = [("subject", "a=b&c d+{\"中\"}"), ("空", "%")];
        let decoded = decode_pairs(encode_pairs(pairs).as_bytes()).unwrap();
        assert_eq!(decoded, pairs.map(|(k, v)| (k.to_owned(), v.to_owned())));
    }
}
