//! Where a page of the queue starts, as it stands in a URL: opaque. A text that is not one of ours starts at the top.

use app::review::queue::{Cursor, QueuePlace};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::id::OrderId;

/// The text of a place; empty for the first page.
pub fn text(cursor: Cursor) -> String {
    let encode = |direction: char, place: QueuePlace| {
        URL_SAFE_NO_PAD.encode(format!("{direction}{}.{}", place.since, place.id.get()))
    };
    match cursor {
        Cursor::First => String::new(),
        Cursor::After(place) => encode('a', place),
        Cursor::Before(place) => encode('b', place),
    }
}

pub fn read(text: &str) -> Cursor {
    let Some((direction, place)) = decode(text) else { return Cursor::First };
    match direction {
        'a' => Cursor::After(place),
        'b' => Cursor::Before(place),
        _ => Cursor::First,
    }
}

fn decode(text: &str) -> Option<(char, QueuePlace)> {
    let plain = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
    let mut rest = plain.chars();
    let direction = rest.next()?;
    let (since, id) = rest.as_str().split_once('.')?;
    Some((direction, QueuePlace { since: since.parse().ok()?, id: OrderId::new(id.parse().ok()?) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_read_back_and_anything_else_is_the_first_page() {
        let place = QueuePlace { since: 1_795_395_120_000, id: OrderId::new(7) };
        for cursor in [Cursor::First, Cursor::After(place), Cursor::Before(place)] {
            assert_eq!(read(&text(cursor)), cursor);
        }
        for odd in ["", "a7", "YTc", "%%%", "订单"] {
            assert_eq!(read(odd), Cursor::First, "{odd}");
        }
    }
}
