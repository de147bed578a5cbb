//! The Markdown of docs/manual as the HTML of a page: links between files become addresses, pictures become those that
//! the program serves, headings get ids, and markup inside a text is shown as text, never obeyed.

use super::{chapters, pictures};
use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// A file, ready to be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rendered {
    /// The first heading; it is not part of the HTML.
    pub title: String,
    /// Everything below it.
    pub html: String,
    /// The second-level headings: id and words.
    pub contents: Vec<(String, String)>,
}

pub fn render(text: &str) -> Rendered {
    let mut rendered = Rendered::default();
    let mut events = Vec::new();
    let mut parser = Parser::new_ext(text, Options::ENABLE_TABLES);
    while let Some(event) = parser.next() {
        match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) => rendered.title = words(&mut parser),
            Event::Start(Tag::Heading { level, id: _, classes, attrs }) => {
                let words = words(&mut parser);
                let id = format!("p{}", rendered.contents.len() + 1);
                let tag = Tag::Heading { level, id: Some(id.clone().into()), classes, attrs };
                events.extend([
                    Event::Start(tag),
                    Event::Text(words.clone().into()),
                    Event::End(TagEnd::Heading(level)),
                ]);
                rendered.contents.push((id, words));
            }
            Event::Start(Tag::Image { dest_url, .. }) => events.push(picture(&dest_url, &words(&mut parser))),
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let dest_url = address(&dest_url);
                events.push(Event::Start(Tag::Link { link_type, dest_url, title, id }));
            }
            Event::Html(markup) | Event::InlineHtml(markup) => events.push(Event::Text(markup)),
            other => events.push(other),
        }
    }
    html::push_html(&mut rendered.html, events.into_iter());
    // The writer has no word for it, and a screen reader wants to know.
    rendered.html = rendered.html.replace("<th>", "<th scope=\"col\">").replace("<table>", "<table class=\"t\">");
    rendered
}

/// The words up to the end of what has begun, without their markup.
fn words(parser: &mut Parser) -> String {
    let (mut words, mut depth) = (String::new(), 0);
    for event in parser.by_ref() {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) if depth == 0 => break,
            Event::End(_) => depth -= 1,
            Event::Text(text) | Event::Code(text) => words.push_str(&text),
            _ => {}
        }
    }
    words
}

/// Where a link leads: to the page of a file beside this one, or where it says.
fn address(target: &str) -> CowStr<'static> {
    let (file, part) = target.split_once('#').unwrap_or((target, ""));
    let Some(url) = chapters::url_of(file) else { return target.to_owned().into() };
    if part.is_empty() { url.into() } else { format!("{url}#{part}").into() }
}

/// A picture that leads to itself in full size. One that the program does not have is only named.
fn picture(target: &str, alt: &str) -> Event<'static> {
    let name = target.rsplit('/').next().unwrap_or_default();
    let Some(picture) = pictures::named(name) else { return Event::Text(alt.to_owned().into()) };
    let (url, width, height) = (picture.url(), picture.width, picture.height);
    let alt = alt.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    let markup = format!(
        "<a class=\"shot\" href=\"{url}\"><img src=\"{url}\" width=\"{width}\" height=\"{height}\" alt=\"{alt}\"></a>"
    );
    Event::InlineHtml(markup.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_heading_is_the_title_and_the_others_can_be_linked_to() {
        let rendered = render("# 3.2 **订单**服务\n\n## （1）登录\n\n文字\n\n## （2）`密码`\n");
        assert_eq!(rendered.title, "3.2 订单服务");
        let headings = [("p1".to_owned(), "（1）登录".to_owned()), ("p2".to_owned(), "（2）密码".to_owned())];
        assert_eq!(rendered.contents, headings);
        assert!(rendered.html.contains("<h2 id=\"p1\">（1）登录</h2>") && !rendered.html.contains("<h1"));
    }

    #[test]
    fn markup_in_a_text_is_shown_and_not_obeyed() {
        let html = render("# a\n\n<script>alert(1)</script>\n\nb <b onclick=x>c</b> & d\n").html;
        assert!(!html.contains("<script") && !html.contains("<b "), "{html}");
        assert!(
            html.contains("&lt;script&gt;") && html.contains("&lt;b onclick") && html.contains("&amp; d"),
            "{html}"
        );
    }

    #[test]
    fn links_between_files_lead_to_pages_and_tables_name_their_columns() {
        let html =
            render("# a\n\n[订单](3.2-orders.md#p7) [网点](annex-b-outlets.md)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n")
                .html;
        assert!(html.contains("href=\"/cakey/help/orders#p7\"") && html.contains("href=\"/cakey/outlets\""), "{html}");
        assert!(html.contains("<table class=\"t\"><thead><tr><th scope=\"col\">a</th>"), "{html}");
    }

    #[test]
    fn a_picture_that_is_not_there_is_named() {
        assert!(render("# a\n\n![订单列表](pictures/nothing.png)\n").html.contains("<p>订单列表</p>"));
    }
}
