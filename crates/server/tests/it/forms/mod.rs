//! Every form, field by field: empty, too long, wrong, with control characters, sent twice, and at its borders. A wrong
//! value is told in Chinese above its own control, linked from the summary on top, and everything typed is still there;
//! a right one passes. What a form's fields are stands in the tables beside this file, not what the product does.

mod accounts;
mod clients;
mod company;
mod config;
mod desk;
mod filters;
mod login;
mod money;
mod order;
mod review;
mod shipping;
mod staff;

use crate::world::{Client, Page, Setup, World};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What no line of text may hold: NUL, an escape sequence, a change of direction, an invisible blank.
const UNSEEN: [&str; 4] = ["示例\u{0}示例", "示例\u{1b}[31m示例", "示例\u{202e}示例", "示例\u{200b}示例"];

/// Buttons' names, and what lies hidden in a form: no person types them.
const NOT_TYPED: [&str; 4] = ["act", "d", "to", "version"];

/// A hundred and twenty-nine signs and more: no password.
const TOO_LONG: &str = "Lan-yue-2207-Lan-yue-2207-Lan-yue-2207-Lan-yue-2207-Lan-yue-2207-Lan-yue-2207-Lan-yue-2207-\
    Lan-yue-2207-Lan-yue-2207-Lan-yue-2207";

/// What may not become a password.
const WEAK: &[&str] = &["short", "Lan-yue-1", "aaaaaaaaaaaa", "1234567890123", "lanyuelanyue", TOO_LONG];

/// A world without limits on how often a form is sent.
async fn unlimited() -> Arc<World> {
    let off = [
        "CAKEY_CONFIG_LIMITS_SMS_PAUSE_SECONDS",
        "CAKEY_CONFIG_LIMITS_SMS_PER_HOUR",
        "CAKEY_CONFIG_LIMITS_SMS_PER_DAY",
        "CAKEY_CONFIG_LIMITS_SMS_ADDRESS_PER_HOUR",
        "CAKEY_CONFIG_LIMITS_LOGIN_FAILURES",
        "CAKEY_CONFIG_LIMITS_LOGIN_ACCOUNT_PER_HOUR",
    ];
    World::start_as(Setup { environment: off.map(|key| (key, "0")).to_vec(), ..Setup::default() }).await
}

/// One input and how it may be filled.
struct Field {
    name: &'static str,
    /// Whether the form asks for it.
    required: bool,
    /// The longest text of any words; nothing for inputs that take no free text.
    longest: Option<usize>,
    wrong: &'static [&'static str],
    right: &'static [&'static str],
    /// Whether it stays empty after a mistake: passwords and the 验证码.
    forgotten: bool,
}

/// A line of words.
const fn words(name: &'static str, longest: usize) -> Field {
    Field { name, required: false, longest: Some(longest), wrong: &[], right: &[], forgotten: false }
}

/// A value with a form of its own: a number, a code, a choice.
const fn value(name: &'static str, wrong: &'static [&'static str], right: &'static [&'static str]) -> Field {
    Field { name, required: false, longest: None, wrong, right, forgotten: false }
}

impl Field {
    const fn required(mut self) -> Field {
        self.required = true;
        self
    }

    const fn forgotten(mut self) -> Field {
        self.forgotten = true;
        self
    }

    const fn right(mut self, right: &'static [&'static str]) -> Field {
        self.right = right;
        self
    }

    const fn wrong(mut self, wrong: &'static [&'static str]) -> Field {
        self.wrong = wrong;
        self
    }

    fn refused(&self) -> Vec<String> {
        let mut all: Vec<String> = self.wrong.iter().map(|text| (*text).to_owned()).collect();
        if self.required {
            all.push(String::new());
        }
        // What can have no wrong text is a tick, or judged elsewhere.
        if self.longest.is_none() && self.wrong.is_empty() {
            return all;
        }
        if self.required {
            all.push("   ".to_owned());
        }
        if let Some(longest) = self.longest {
            all.push("测".repeat(longest + 1));
            all.push("a".repeat(10_000));
        }
        all.extend(UNSEEN.map(str::to_owned));
        all
    }

    fn passed(&self) -> Vec<String> {
        let mut all: Vec<String> = self.right.iter().map(|text| (*text).to_owned()).collect();
        all.extend(self.longest.map(|longest| "测".repeat(longest)));
        if !self.required {
            all.push(String::new());
        }
        all
    }
}

/// A form without mistakes leads on.
fn leads_on(page: &Page) -> bool {
    page.status == 303
}

/// A form without mistakes whose version, 0, no record ever has: refused for its age alone, so that one record is
/// there for every try.
fn is_too_old(page: &Page) -> bool {
    page.status == 409 && page.text().contains("刚才的操作没有执行")
}

/// A form on a page.
struct Sheet<'a> {
    browser: &'a Client,
    /// The page that shows it.
    page: &'a str,
    action: &'a str,
    good: Vec<(&'a str, &'a str)>,
    fields: &'a [Field],
}

impl Sheet<'_> {
    /// Tries every value of every field. `passes` judges an answer to a form without mistakes.
    async fn try_all(&self, passes: impl Fn(&Page) -> bool) {
        self.try_each(None, async |page| passes(page)).await;
    }

    /// The same for a form that is gone once it was accepted: `passes` judges, and takes back what was done.
    async fn try_all_taking_back(&self, passes: impl AsyncFn(&Page) -> bool) {
        self.try_each(None, passes).await;
    }

    /// The same for a form that asks for 验证码: each time the picture of this world is answered.
    async fn try_all_with_pictures(&self, world: &World, passes: impl Fn(&Page) -> bool) {
        self.try_each(Some(world), async |page| passes(page)).await;
    }

    async fn try_each(&self, pictures: Option<&World>, passes: impl AsyncFn(&Page) -> bool) {
        for field in self.fields {
            self.must_all_be_refused(pictures, field).await;
            self.twice(field.name).await;
            for typed in field.passed() {
                let page = self.send(pictures, field.name, &typed).await;
                assert!(
                    passes(&page).await,
                    "{} {}={typed:?}: {} {}",
                    self.action,
                    field.name,
                    page.status,
                    page.text()
                );
            }
        }
    }

    async fn must_all_be_refused(&self, pictures: Option<&World>, field: &Field) {
        for typed in field.refused() {
            let page = self.send(pictures, field.name, &typed).await;
            self.must_be_refused(&page, field, &typed);
        }
    }

    async fn send(&self, pictures: Option<&World>, name: &str, typed: &str) -> Page {
        let form = self.browser.get(self.page).await.form(self.action);
        let captcha = match pictures {
            Some(world) => Some(world.captcha(&self.browser.token()).await),
            None => None,
        };
        let mut inputs = self.good.clone();
        inputs.extend(captcha.as_deref().map(|captcha| ("captcha", captcha)));
        inputs.retain(|(other, _)| *other != name);
        inputs.push((name, typed));
        self.browser.submit(&form, &inputs).await
    }

    fn must_be_refused(&self, page: &Page, field: &Field, typed: &str) {
        let shown: String = typed.chars().take(40).collect();
        let cell = format!("{} {}={shown:?}", self.action, field.name);
        assert_eq!(page.status, 422, "{cell}: {}", page.text());
        let message = page.all(&format!("[id='{}-e']", field.name)).join("");
        let chinese = message.chars().any(|sign| ('\u{4e00}'..='\u{9fff}').contains(&sign));
        assert!(chinese, "{cell}: no message above the control, but {}", page.all(".er").join(" / "));
        assert!(!page.all(&format!("#errors a[href='#{}']", field.name)).is_empty(), "{cell}: the summary has no link");
        assert!(
            !page.all(&format!("[id='{}']", field.name)).is_empty()
                || page.html.contains(&format!("id=\"{}\"", field.name)),
            "{cell}: the link of the summary leads nowhere"
        );
        assert!(page.html.contains("<title>错误："), "{cell}: the title does not say that there is an error");
        self.kept(page, field, typed, &cell);
    }

    /// Everything that was typed is still there, the wrong value too where it can be shown.
    fn kept(&self, page: &Page, wrong: &Field, typed: &str, cell: &str) {
        let values = page.typed(self.action);
        let forgotten = |name: &str| self.fields.iter().any(|field| field.name == name && field.forgotten);
        let mut expected: BTreeMap<&str, &str> = self.good.iter().copied().collect();
        let printable = !typed.chars().any(|sign| sign.is_control());
        if printable && wrong.longest.is_some() {
            expected.insert(wrong.name, typed);
        } else {
            expected.remove(wrong.name);
        }
        for field in self.fields.iter().filter(|field| field.forgotten) {
            assert!(values.get(field.name).is_none_or(String::is_empty), "{cell}: {} came back", field.name);
        }
        for (name, value) in expected.into_iter().filter(|(name, _)| !forgotten(name)) {
            let there = values.get(name).map(String::as_str);
            match there {
                None if value.is_empty() => {}
                _ if NOT_TYPED.contains(&name) => {}
                _ => assert_eq!(there.map(str::trim), Some(value.trim()), "{cell}: {name} was lost"),
            }
        }
    }

    /// The same input twice is not a form that a browser sends: refused as a whole, nothing stored.
    async fn twice(&self, name: &str) {
        let form = self.browser.get(self.page).await.form(self.action);
        let mut inputs = self.good.clone();
        let again = inputs.iter().find(|(other, _)| *other == name).copied().unwrap_or((name, "1"));
        inputs.retain(|(other, _)| *other != name);
        inputs.extend([again, again]);
        let page = self.browser.submit(&form, &inputs).await;
        assert_eq!(page.status, 400, "{} {name} twice: {}", self.action, page.text());
        assert!(page.text().contains("没有保存任何内容"), "{}", page.text());
    }
}
