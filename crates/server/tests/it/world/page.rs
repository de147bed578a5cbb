//! What came back, and how a person reads it: words, rows of tables, forms.

use reqwest::header::HeaderMap;
use scraper::{ElementRef, Html, Selector};
use std::collections::BTreeMap;

/// An answer of the site.
#[derive(Debug)]
pub struct Page {
    pub status: u16,
    /// Where a redirect leads; else empty.
    pub location: String,
    pub path: String,
    pub headers: HeaderMap,
    pub html: String,
    pub bytes: Vec<u8>,
}

/// A form as it stands on a page.
#[derive(Clone, Debug)]
pub struct Form {
    pub action: String,
    /// `csrf`, `version`, `op` …
    pub hidden: Vec<(String, String)>,
}

impl Form {
    /// The value of a hidden input.
    pub fn hidden(&self, name: &str) -> &str {
        let found = self.hidden.iter().find(|(other, _)| other == name);
        &found.unwrap_or_else(|| panic!("the form {} has no hidden {name}", self.action)).1
    }
}

impl Page {
    /// Every word of the page, blanks made one.
    pub fn text(&self) -> String {
        words(Html::parse_document(&self.html).root_element())
    }

    /// Fails unless the page was shown (status 200) and says all of these.
    #[track_caller]
    pub fn says(&self, parts: &[&str]) -> &Page {
        self.answers(200, parts)
    }

    /// Fails unless the page came with this status and says all of these.
    #[track_caller]
    pub fn answers(&self, status: u16, parts: &[&str]) -> &Page {
        let text = self.text();
        assert_eq!(self.status, status, "{} → {}: {text}", self.path, self.location);
        for part in parts {
            assert!(text.contains(part), "{} does not say {part}: {text}", self.path);
        }
        self
    }

    /// Fails unless the answer leads there.
    #[track_caller]
    pub fn leads(&self, path: &str) -> &Page {
        assert_eq!((self.status, self.location.as_str()), (303, path), "{}: {}", self.path, self.text());
        self
    }

    /// The words of the elements that a selector finds.
    pub fn all(&self, selector: &str) -> Vec<String> {
        let html = Html::parse_document(&self.html);
        html.select(&Selector::parse(selector).unwrap()).map(words).collect()
    }

    /// The rows of the page's tables, header lines left out.
    pub fn rows(&self) -> Vec<String> {
        self.all("tbody tr")
    }

    /// The names of the inputs for files.
    pub fn file_inputs(&self) -> Vec<String> {
        let html = Html::parse_document(&self.html);
        let inputs = Selector::parse("input[type=file]").unwrap();
        html.select(&inputs).filter_map(|input| input.attr("name").map(str::to_owned)).collect()
    }

    /// The form that goes to this address.
    #[track_caller]
    pub fn form(&self, action: &str) -> Form {
        let found = self.find_form(action);
        found.unwrap_or_else(|| panic!("{} ({}) has no form to {action}: {}", self.path, self.status, self.text()))
    }

    /// Where the page's forms go.
    pub fn actions(&self) -> Vec<String> {
        let html = Html::parse_document(&self.html);
        let forms = Selector::parse("form").unwrap();
        html.select(&forms).filter_map(|form| form.attr("action").map(str::to_owned)).collect()
    }

    /// The form that goes to this address, if there is one.
    pub fn find_form(&self, action: &str) -> Option<Form> {
        let html = Html::parse_document(&self.html);
        let form = html
            .select(&Selector::parse("form").unwrap())
            .find(|form| form.attr("action") == Some(action) && form.attr("method") == Some("post"))?;
        let text = |input: ElementRef, name| input.attr(name).unwrap_or_default().to_owned();
        let inputs = Selector::parse("input[type=hidden]").unwrap();
        let hidden = form.select(&inputs).map(|input| (text(input, "name"), text(input, "value"))).collect();
        Some(Form { action: action.to_owned(), hidden })
    }
}

impl Page {
    /// What stands in the fields of the form that goes to this address: typed, chosen, ticked. Hidden inputs are left out.
    pub fn typed(&self, action: &str) -> BTreeMap<String, String> {
        let html = Html::parse_document(&self.html);
        let select = |selector: &str| Selector::parse(selector).unwrap();
        let (inputs, chosen) = (select("input, textarea, select"), select("option[selected]"));
        let forms = select("form");
        let form = html.select(&forms).find(|form| form.attr("action") == Some(action)).unwrap();
        let value = |input: ElementRef| match (input.value().name(), input.attr("type").unwrap_or("text")) {
            ("textarea", _) => Some(input.text().collect()),
            ("select", _) => input.select(&chosen).next().map(picked),
            (_, "hidden" | "submit" | "file") => None,
            (_, "radio" | "checkbox") if input.attr("checked").is_none() => None,
            (_, _) => Some(input.attr("value").unwrap_or_default().to_owned()),
        };
        let named = form.select(&inputs).filter_map(|input| Some((input.attr("name")?.to_owned(), value(input)?)));
        named.collect()
    }
}

/// What an option sends: its value, or its text.
fn picked(option: ElementRef) -> String {
    option.attr("value").map_or_else(|| words(option), str::to_owned)
}

fn words(element: ElementRef) -> String {
    let text: Vec<&str> = element.text().flat_map(str::split_whitespace).collect();
    text.join(" ")
}
