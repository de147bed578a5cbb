//! Forms on paper: what the system fills in and the user prints, stamps and uploads (申请表模板 and each order's own
//! 申请表). Layouts are fixed here, in code; nothing is read from a template file that somebody could break.
//! A form is laid out on `Sheet`s first and turned into a PDF at the end, when the number of pages is known. The same
//! facts make the same bytes: no clock and no chance goes in.

mod application;
mod authority;
mod face;
mod facts;
mod file;
mod line;
mod seal;
mod sheet;
#[cfg(test)]
mod tests;

pub use facts::Facts;

use sheet::Sheet;

/// The forms that can be had empty (申请表模板), and that an order fills in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// 数字证书申请表.
    Application,
    /// 电子签章申请表与印模采集表.
    Seal,
    /// 法人授权委托书.
    Authority,
}

impl Form {
    /// Every form, in the order of the page.
    pub const ALL: [Form; 3] = [Form::Application, Form::Seal, Form::Authority];

    /// Its name in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Form::Application => "application",
            Form::Seal => "seal",
            Form::Authority => "authority",
        }
    }

    pub const fn title(self) -> &'static str {
        match self {
            Form::Application => "数字证书申请表",
            Form::Seal => "电子签章申请表与印模采集表",
            Form::Authority => "法人授权委托书",
        }
    }

    /// What it is for, in a sentence or two.
    pub const fn purpose(self) -> &'static str {
        match self {
            Form::Application => "每个订单都要。写明单位、证书和获取方式，加盖单位公章后上传。",
            Form::Seal => "订单里有签章时要。写明签章种类，并在印模框里盖上要做成电子签章的印章。",
            Form::Authority => "经办人不是法定代表人时要。由法定代表人签字并加盖单位公章。",
        }
    }

    /// The form of this name.
    pub fn from_code(code: &str) -> Option<Form> {
        Form::ALL.into_iter().find(|form| form.code() == code)
    }

    fn lay_out(self, facts: &Facts) -> Sheet {
        match self {
            Form::Application => application::lay_out(facts),
            Form::Seal => seal::lay_out(facts),
            Form::Authority => authority::lay_out(facts),
        }
    }
}

/// One empty form as a PDF. `authority`: the certificate authority, for the foot of each page.
///
/// # Errors
/// The PDF library's own words; none is known that these layouts could cause.
pub fn blank(form: Form, authority: &str) -> Result<Vec<u8>, String> {
    file::pdf(form.title(), &[form.lay_out(&Facts::blank(authority))])
}

/// What an order needs on paper, filled in, as one PDF: 数字证书申请表, 电子签章申请表与印模采集表 if it has seals,
/// 法人授权委托书.
///
/// # Errors
/// As [`blank`].
pub fn filled(facts: &Facts) -> Result<Vec<u8>, String> {
    let needed = Form::ALL.into_iter().filter(|form| *form != Form::Seal || facts.seals > 0);
    let sheets: Vec<Sheet> = needed.map(|form| form.lay_out(facts)).collect();
    file::pdf(&format!("{} {}", Form::Application.title(), facts.number), &sheets)
}
