//! The chapters of docs/manual, in order, and where each is read.

/// Whom a chapter is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    Anybody,
    /// 企业用户.
    Company,
    /// 网点人员.
    Outlet,
    /// The other roles of the staff.
    Staff,
}

/// One file of docs/manual.
pub struct Chapter {
    /// Its name in addresses.
    pub name: &'static str,
    /// Its file in docs/manual; links between chapters name it.
    pub file: &'static str,
    pub reader: Reader,
    /// Its words, in Markdown.
    pub text: &'static str,
}

macro_rules! chapter {
    ($name:literal, $file:literal, $reader:ident) => {
        Chapter {
            name: $name,
            file: $file,
            reader: Reader::$reader,
            text: include_str!(concat!("../../../../docs/manual/", $file)),
        }
    };
}

pub static CHAPTERS: [Chapter; 8] = [
    chapter!("about", "1-about.md", Anybody),
    chapter!("environment", "2-environment.md", Anybody),
    chapter!("register", "3.1-register.md", Company),
    chapter!("orders", "3.2-orders.md", Company),
    chapter!("invoices", "3.3-invoices.md", Company),
    chapter!("questions", "4-questions.md", Company),
    chapter!("outlet-staff", "5-outlet-staff.md", Outlet),
    chapter!("staff", "6-staff.md", Staff),
];

/// 用户协议.
pub static AGREEMENT: Chapter = chapter!("agreement", "agreement.md", Company);
/// 隐私政策.
pub static PRIVACY: Chapter = chapter!("privacy", "privacy.md", Company);

/// Files of docs/manual that have pages of their own, and these.
const ELSEWHERE: [(&str, &str); 5] = [
    ("README.md", "/cakey/help"),
    ("annex-a-templates.md", "/cakey/templates"),
    ("annex-b-outlets.md", "/cakey/outlets"),
    ("agreement.md", "/cakey/agreement"),
    ("privacy.md", "/cakey/privacy"),
];

/// Where a file of docs/manual is read in the program.
pub fn url_of(file: &str) -> Option<String> {
    let elsewhere = ELSEWHERE.iter().find(|(other, _)| *other == file).map(|(_, url)| (*url).to_owned());
    let chapter = || CHAPTERS.iter().find(|chapter| chapter.file == file);
    elsewhere.or_else(|| chapter().map(|chapter| format!("/cakey/help/{}", chapter.name)))
}
