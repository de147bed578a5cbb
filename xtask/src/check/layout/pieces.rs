//! A template cut into the pieces that its layout is judged by; what lies between them is text.

/// Elements without content.
const VOID: [&str; 8] = ["meta", "link", "input", "img", "br", "hr", "col", "area"];

/// Statements of askama that hold others until their `end…`.
const HOLDING: [&str; 7] = ["if", "for", "match", "macro", "call", "block", "filter"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `<p>`
    Open,
    /// `</p>`
    Close,
    /// `<br>`, `<path/>`, `<!DOCTYPE html>`
    Void,
    /// `{% if … %}`
    Statement,
    /// `{{ … }}`
    Expression,
    /// `{# … #}`, `<!-- … -->`
    Comment,
}

/// A tag or an askama construct; one inside a tag belongs to the tag.
#[derive(Clone, Copy, Debug)]
pub struct Piece<'a> {
    pub kind: Kind,
    /// Where it begins, in bytes.
    pub start: usize,
    pub text: &'a str,
    /// The element, or the first word of the statement.
    pub word: &'a str,
}

impl Piece<'_> {
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Whether a line that begins with it stands at the level of what it ends.
    pub fn closes(&self) -> bool {
        self.kind == Kind::Close
            || self.kind == Kind::Statement && (self.word.starts_with("end") || ["else", "when"].contains(&self.word))
    }
}

/// The pieces in their order.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(skipped) = text[at..].find(['<', '{']) {
        let start = at + skipped;
        match piece(text, start) {
            Some(piece) => {
                at = piece.end();
                found.push(piece);
            }
            None => at = start + 1,
        }
    }
    found
}

fn piece(text: &str, start: usize) -> Option<Piece<'_>> {
    let rest = &text[start..];
    if let Some(length) = askama(rest) {
        let text = &rest[..length];
        let kind = match &text[..2] {
            "{%" => Kind::Statement,
            "{{" => Kind::Expression,
            _ => Kind::Comment,
        };
        return Some(Piece { kind, start, text, word: first_word(&text[2..]) });
    }
    if rest.starts_with("<!--") {
        let length = rest.find("-->").map_or(rest.len(), |end| end + 3);
        return Some(Piece { kind: Kind::Comment, start, text: &rest[..length], word: "" });
    }
    let name = rest.strip_prefix('<')?.trim_start_matches(['/', '!']);
    if !name.starts_with(|sign: char| sign.is_ascii_alphabetic()) {
        return None;
    }
    let word = first_word(name);
    let text = &rest[..tag(rest)];
    let kind = match text {
        _ if text.starts_with("</") => Kind::Close,
        _ if text.starts_with("<!") || text.ends_with("/>") || VOID.contains(&word) => Kind::Void,
        _ => Kind::Open,
    };
    Some(Piece { kind, start, text, word })
}

fn first_word(text: &str) -> &str {
    let text = text.trim_start_matches(['-', '+', '~', ' ']);
    text.split(|sign: char| !sign.is_ascii_alphanumeric()).next().unwrap_or_default()
}

/// The length of the askama construct at the beginning.
pub fn askama(text: &str) -> Option<usize> {
    let end = match text.get(..2)? {
        "{%" => "%}",
        "{{" => "}}",
        "{#" => "#}",
        _ => return None,
    };
    Some(text.find(end).map_or(text.len(), |at| at + 2))
}

/// The length of the tag at the beginning, with whatever askama writes into it.
fn tag(text: &str) -> usize {
    let mut at = 1;
    let mut quoted = false;
    while let Some(sign) = text[at..].chars().next() {
        match sign {
            '{' => at += askama(&text[at..]).map_or(0, |length| length - 1),
            '"' => quoted = !quoted,
            '>' if !quoted => return at + 1,
            _ => {}
        }
        at += sign.len_utf8();
    }
    text.len()
}

/// How deep a place lies in elements and statements.
#[derive(Default)]
pub struct Nesting {
    pub depth: usize,
    /// The statements that are open, and how deep each stands.
    held: Vec<(bool, usize)>,
}

impl Nesting {
    /// Goes past a piece; returns the level of a line that begins with it. A statement that opens an element and leaves
    /// it open is followed: what comes after it lies in the element.
    pub fn pass(&mut self, piece: &Piece<'_>) -> usize {
        let before = self.depth;
        match piece.kind {
            Kind::Open => self.depth += 1,
            Kind::Close => return self.up(1),
            Kind::Statement if HOLDING.contains(&piece.word) => {
                self.held.push((piece.word == "match", self.depth));
                self.depth += 1;
            }
            Kind::Statement if ["else", "when"].contains(&piece.word) => {
                let (is_match, depth) = self.held.last().copied().unwrap_or((false, before));
                let level = depth + usize::from(is_match);
                self.depth = level + 1;
                return level;
            }
            Kind::Statement if piece.word.starts_with("end") => {
                return match self.held.pop() {
                    Some((true, depth)) => {
                        self.depth = depth;
                        depth
                    }
                    _ => self.up(1),
                };
            }
            _ => {}
        }
        before
    }

    fn up(&mut self, levels: usize) -> usize {
        self.depth = self.depth.saturating_sub(levels);
        self.depth
    }
}
