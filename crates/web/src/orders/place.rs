//! Where a page of a list starts, as it stands in a URL: opaque, so that nobody builds on its shape.
//! A text that is not one of ours starts at the first page.

use app::order::query::Cursor;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::id::OrderId;

/// The text of a place; empty for the first page.
pub fn text(cursor: Cursor) -> String {
    match cursor {
        Cursor::First => String::new(),
        Cursor::After(id) => encode('a', id.get()),
        Cursor::Before(id) => encode('b', id.get()),
    }
}

pub fn read(text: &str) -> Cursor {
    match decode(text) {
        Some(('a', id)) => Cursor::After(OrderId::new(id)),
        Some(('b', id)) => Cursor::Before(OrderId::new(id)),
        Some(_) | None => Cursor::First,
    }
}

/// A direction and a row.
pub fn encode(direction: char, id: i64) -> String {
    URL_SAFE_NO_PAD.encode(format!("{direction}{id}"))
}

pub fn decode(text: &str) -> Option<(char, i64)> {
    let plain = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
    let mut rest = plain.chars();
    Some((rest.next()?, rest.as_str().parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_read_back_and_anything_else_is_the_first_page() {
        for cursor in [Cursor::First, Cursor::After(OrderId::new(7)), Cursor::Before(OrderId::new(i64::MAX))] {
            assert_eq!(read(&text(cursor)), cursor);
        }
        for odd in ["", "7", "a7", "%%%", "YQ", "订单", "YTk5OTk5OTk5OTk5OTk5OTk5OTk5OQ"] {
            assert_eq!(read(odd), Cursor::First, "{odd}");
        }
    }
}
