//! The layout of templates and style sheets: a changed word must be a changed line that a person can read.
//! What a blank does to the look is no business of these rules: CONTRIBUTING.md ("Pages") says how none comes in.

mod pieces;
#[cfg(test)]
mod tests;

use crate::project::{File, Finding, Project};
use pieces::{Kind, Nesting, Piece, askama, pieces};

/// In Unicode scalar values, as editors count; that a Chinese sign is drawn twice as wide is left out of account.
const COLUMNS: usize = 160;

/// Elements that begin a line. All others are inline content and follow on the same line.
const BLOCKS: [&str; 41] = [
    "html", "head", "body", "title", "meta", "link", "script", "style", "header", "nav", "main", "footer", "section",
    "article", "aside", "div", "p", "h1", "h2", "h3", "h4", "ul", "ol", "li", "dl", "dt", "dd", "table", "caption",
    "thead", "tbody", "tfoot", "tr", "th", "td", "form", "fieldset", "legend", "hr", "pre", "option",
];

/// The order of attributes: what it is, where it leads, what it holds, what it allows, how it is read aloud.
/// After them come aria-*, focusable and data-*.
const ATTRIBUTES: [&str; 43] = [
    "class",
    "lang",
    "charset",
    "http-equiv",
    "type",
    "inputmode",
    "id",
    "name",
    "rel",
    "href",
    "src",
    "action",
    "method",
    "enctype",
    "target",
    "for",
    "content",
    "value",
    "scope",
    "colspan",
    "width",
    "height",
    "viewBox",
    "alt",
    "accept",
    "multiple",
    "maxlength",
    "rows",
    "cols",
    "placeholder",
    "autocomplete",
    "accesskey",
    "required",
    "readonly",
    "disabled",
    "checked",
    "selected",
    "autofocus",
    "defer",
    "novalidate",
    "formnovalidate",
    "role",
    "tabindex",
];

/// Shapes inside an svg: their attributes are geometry, in the order of whoever drew it.
const SHAPES: [&str; 6] = ["path", "rect", "circle", "ellipse", "line", "g"];

/// Lines, elements, levels and attributes of every template; lines and blocks of every sheet.
pub fn check(project: &Project) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in project.files.iter().filter(|file| file.package().is_some()) {
        let rules: &[fn(&File) -> Vec<Finding>] = match file.ending() {
            "html" => &[long_lines, elements, levels, attributes, parameters],
            "css" => &[long_lines, blocks],
            _ => &[],
        };
        findings.extend(rules.iter().flat_map(|rule| rule(file)));
    }
    findings
}

fn long_lines(file: &File) -> Vec<Finding> {
    let lines = file.text.lines().map(|line| line.chars().count()).zip(1..);
    let long = lines.filter(|(columns, _)| *columns > COLUMNS);
    long.map(|(columns, line)| Finding::new(&file.path, line, format!("{columns} columns, at most {COLUMNS}")))
        .collect()
}

/// A line opens at most one block-level element, and closes at most that one; what spans lines is closed on a line that
/// begins with it.
fn elements(file: &File) -> Vec<Finding> {
    let pieces = pieces(&file.text);
    let blocks = pieces.iter().filter(|piece| BLOCKS.contains(&piece.word) && is_tag(piece));
    let mut findings = Vec::new();
    let mut line_before = 0;
    let mut opened: Option<&str> = None;
    for piece in blocks {
        let (line, begins) = place(&file.text, piece.start);
        if line != line_before {
            opened = None;
        }
        let wrong = match (piece.kind, opened) {
            (Kind::Close, Some(word)) => word != piece.word,
            (Kind::Close, None) => !begins,
            (_, opened) => opened.is_some() || line == line_before,
        };
        if wrong {
            let what = format!(
                "<{}{}> begins no line of its own",
                if piece.kind == Kind::Close { "/" } else { "" },
                piece.word
            );
            findings.push(Finding::new(&file.path, line, what));
        }
        opened = (piece.kind != Kind::Close).then_some(piece.word);
        line_before = line;
    }
    findings
}

fn is_tag(piece: &Piece<'_>) -> bool {
    [Kind::Open, Kind::Close, Kind::Void].contains(&piece.kind)
}

/// The line of a place, and whether the place is the first in it that is no blank.
fn place(text: &str, at: usize) -> (usize, bool) {
    let before = &text[..at];
    let line = before.matches('\n').count() + 1;
    (line, before.rsplit('\n').next().unwrap_or_default().trim_start().is_empty())
}

/// One blank a level, of elements and of askama's statements alike; what goes on from a line before has one more.
fn levels(file: &File) -> Vec<Finding> {
    let text = &file.text;
    let pieces = pieces(text);
    let mut nesting = Nesting::default();
    let mut findings = Vec::new();
    let (mut start, mut next) = (0, 0);
    for (line, number) in text.split_inclusive('\n').zip(1..) {
        let indent = indent(line);
        let begin = start + indent;
        start += line.len();
        while pieces.get(next).is_some_and(|piece| piece.start < begin) {
            nesting.pass(&pieces[next]);
            next += 1;
        }
        let level = match pieces[..next].last().filter(|piece| piece.end() > begin) {
            Some(piece) if piece.kind == Kind::Comment => continue,
            Some(piece) => indent_at(text, piece.start) + 1,
            None => first_level(&pieces, &mut next, begin, &mut nesting),
        };
        if level != indent && !line.trim().is_empty() {
            findings.push(Finding::new(&file.path, number, format!("{indent} blanks at level {level}")));
        }
    }
    findings
}

/// The level of a line: that of what it begins with, or of the outermost of all that it ends at its beginning.
fn first_level(pieces: &[Piece<'_>], next: &mut usize, begin: usize, nesting: &mut Nesting) -> usize {
    let mut level = nesting.depth;
    let mut at = begin;
    while let Some(piece) = pieces.get(*next).filter(|piece| piece.start == at && (at == begin || piece.closes())) {
        level = nesting.pass(piece);
        *next += 1;
        if !piece.closes() {
            break;
        }
        at = piece.end();
    }
    level
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

fn indent_at(text: &str, at: usize) -> usize {
    indent(&text[text[..at].rfind('\n').map_or(0, |end| end + 1)..])
}

/// Attributes stand in one order, so that two lines can be compared.
fn attributes(file: &File) -> Vec<Finding> {
    let pieces = pieces(&file.text);
    let tags = pieces.iter().filter(|piece| [Kind::Open, Kind::Void].contains(&piece.kind));
    let mut findings = Vec::new();
    for tag in tags.filter(|tag| !SHAPES.contains(&tag.word) && !tag.text.starts_with("<!")) {
        let line = place(&file.text, tag.start).0;
        let mut before = ("", 0);
        for name in names(tag) {
            match rank(name) {
                None => findings.push(Finding::new(&file.path, line, format!("{name} has no place in the order"))),
                Some(rank) if rank < before.1 => {
                    findings.push(Finding::new(&file.path, line, format!("{name} belongs before {}", before.0)));
                }
                Some(rank) => before = (name, rank),
            }
        }
    }
    findings
}

fn rank(name: &str) -> Option<usize> {
    let last = ["aria-", "focusable", "data-"].iter().position(|start| name.starts_with(start));
    let listed = ATTRIBUTES.iter().position(|known| *known == name);
    listed.or_else(|| last.map(|place| ATTRIBUTES.len() + place))
}

/// The names of a tag's attributes, those under askama's conditions too; what an expression adds is not seen.
fn names<'a>(tag: &Piece<'a>) -> Vec<&'a str> {
    let mut names = Vec::new();
    let mut rest = &tag.text[1 + tag.word.len()..];
    while let Some(sign) = rest.chars().next() {
        let length = match sign {
            '{' => askama(rest).unwrap_or(1),
            '"' => quoted(rest),
            'a'..='z' => rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(rest.len()),
            _ => sign.len_utf8(),
        };
        if sign.is_ascii_lowercase() {
            names.push(&rest[..length]);
        }
        rest = &rest[length..];
    }
    names
}

/// The length of the quoted value at the beginning; askama's own quotes inside do not end it.
fn quoted(text: &str) -> usize {
    let mut at = 1;
    while let Some(sign) = text[at..].chars().next() {
        match sign {
            '"' => return at + 1,
            '{' => at += askama(&text[at..]).unwrap_or(1),
            _ => at += sign.len_utf8(),
        }
    }
    text.len()
}

/// A call block sees the parameters of the macro before the fields of its page: they have names that no page has.
fn parameters(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    for definition in pieces(&file.text).iter().filter(|piece| piece.word == "macro" && piece.kind == Kind::Statement) {
        let body = file.text[definition.end()..].split("endmacro").next().unwrap_or_default();
        let arguments =
            definition.text.split_once('(').and_then(|(_, rest)| rest.rsplit_once(')')).map_or("", |(all, _)| all);
        for argument in arguments.split(", ").filter(|_| body.contains("caller()")) {
            let name = argument.trim().split([' ', ':', '=']).next().unwrap_or_default();
            if !name.is_empty() && !name.starts_with("row_") {
                let what = format!("{name}: a macro with a call block names its parameters row_…");
                findings.push(Finding::new(&file.path, place(&file.text, definition.start).0, what));
            }
        }
    }
    findings
}

/// A line of a sheet opens at most one block, and begins with one blank for each that is open.
fn blocks(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut depth = 0_usize;
    for (line, number) in without_comments(&file.text).lines().zip(1..) {
        if line.matches('{').count() > 1 {
            findings.push(Finding::new(&file.path, number, "more than one block on a line"));
        }
        let level = depth.saturating_sub(usize::from(line.trim_start().starts_with('}')));
        if !line.trim().is_empty() && indent(line) != level {
            findings.push(Finding::new(&file.path, number, format!("{} blanks at level {level}", indent(line))));
        }
        depth = (depth + line.matches('{').count()).saturating_sub(line.matches('}').count());
    }
    findings
}

/// The text of a sheet; comments leave their lines behind.
fn without_comments(text: &str) -> String {
    let mut parts = text.split("/*");
    let mut bare = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (comment, rest) = part.split_once("*/").unwrap_or((part, ""));
        bare.extend(std::iter::repeat_n('\n', comment.matches('\n').count()));
        bare.push_str(rest);
    }
    bare
}
