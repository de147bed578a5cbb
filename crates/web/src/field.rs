//! The parts of a form's row that stand on many pages. form.html is what pages call; what it would write again at each
//! call is compiled here once: as a part of the macro, every field of every page would be code of its own.

use askama::Template;
use domain::field::FieldErrors;
use std::fmt::Display;

/// The control of a line of text. The texts are empty, and `max` is 0, where an attribute is to be left out.
#[derive(Template)]
#[template(path = "field/input.html")]
pub struct Input<'a> {
    name: &'a str,
    value: &'a str,
    kind: &'a str,
    bad: &'static str,
    ties: Ties<'a>,
    width: &'a str,
    placeholder: &'a str,
    autocomplete: &'a str,
    said: &'a str,
    max: usize,
    required: bool,
    focus: bool,
}

/// The attributes that tie a control to its message and its hint.
#[derive(Template)]
#[template(path = "field/ties.html")]
struct Ties<'a> {
    name: &'a str,
    wrong: bool,
    hint: bool,
}

#[derive(Template)]
#[template(path = "field/label.html")]
struct Label<'a, N: Display + ?Sized> {
    name: &'a N,
    label: &'a str,
    required: bool,
}

#[derive(Template)]
#[template(path = "field/message.html")]
struct Message<'a> {
    name: &'a str,
    message: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "field/hint.html")]
struct Hint<'a> {
    name: &'a str,
    hint: &'a str,
}

#[derive(Template)]
#[template(path = "field/summary.html")]
struct Summary<'a> {
    errors: &'a FieldErrors,
}

/// A control of this name; its other attributes are chained.
pub fn input<'a>(name: &'a str, value: &'a str, errors: &FieldErrors, hint: &str) -> Input<'a> {
    Input {
        name,
        value,
        kind: "text",
        bad: bad(name, errors),
        ties: Ties { name, wrong: errors.get(name).is_some(), hint: !hint.is_empty() },
        width: "",
        placeholder: "",
        autocomplete: "",
        said: "",
        max: 0,
        required: false,
        focus: false,
    }
}

impl<'a> Input<'a> {
    /// What is typed, how wide, and at most how many characters.
    pub fn takes(self, kind: &'a str, width: &'a str, max: &usize) -> Self {
        Input { kind, width, max: *max, ..self }
    }

    /// What the browser insists on and fills in by itself, and where it starts.
    pub fn asks(self, required: &bool, autocomplete: &'a str, focus: &bool) -> Self {
        Input { required: *required, autocomplete, focus: *focus, ..self }
    }

    /// The grey words inside, and its name where no label stands beside it.
    pub fn says(self, placeholder: &'a str, said: &'a str) -> Self {
        Input { placeholder, said, ..self }
    }
}

/// The end of the class of a control with a mistake.
pub fn bad(name: &str, errors: &FieldErrors) -> &'static str {
    if errors.get(name).is_some() { " bad" } else { "" }
}

/// The attributes that tie a control to its message and its hint.
pub fn ties<'a>(name: &'a str, errors: &FieldErrors, hint: &str) -> impl Display + use<'a> {
    Ties { name, wrong: errors.get(name).is_some(), hint: !hint.is_empty() }
}

/// The label of a control; its name may be a word with a number behind it.
pub fn label<'a, N: Display + ?Sized>(name: &'a N, label: &'a str, required: &bool) -> impl Display + use<'a, N> {
    Label { name, label, required: *required }
}

/// The message at a field, above its control; nothing without a mistake.
pub fn message<'a>(name: &'a str, errors: &'a FieldErrors) -> impl Display + use<'a> {
    Message { name, message: errors.get(name) }
}

/// The hint below a control, if there is one.
pub fn hint<'a>(name: &'a str, hint: &'a str) -> impl Display + use<'a> {
    Hint { name, hint }
}

/// All mistakes on top of a form, each with the way to its field; nothing without mistakes.
pub fn summary(errors: &FieldErrors) -> impl Display {
    Summary { errors }
}

/// Each part with and without a mistake; all signs that mean something in HTML are written as text.
#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    let (fine, mut wrong) = (FieldErrors::new(), FieldErrors::new());
    wrong.add("name", "请填写<姓名>");
    let row = |errors: &FieldErrors| {
        let control = input("name", "<\"林\">", errors, "-").takes("numeric", "w3", &20).asks(&true, "off", &false);
        [
            summary(errors).to_string(),
            label("name", "姓名", &true).to_string(),
            message("name", errors).to_string(),
            control.says("例如<b>", "姓名").to_string(),
            hint("name", "与证件一致").to_string(),
        ]
        .concat()
    };
    vec![("field".to_owned(), row(&fine)), ("field with a mistake".to_owned(), row(&wrong))]
}
