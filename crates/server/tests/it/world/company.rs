//! A company's person: 注册, 登录, the three profiles.

use super::{Client, Page, World, until};
use std::sync::Arc;

pub const PASSWORD: &str = "Qing-shan-2026";

/// A company that has registered; its browser is logged in. Clones share the browser.
#[derive(Clone)]
pub struct Company {
    pub world: Arc<World>,
    pub browser: Client,
    pub name: String,
    pub mobile: String,
    /// 统一社会信用代码.
    pub code: String,
    /// 收票邮箱.
    pub email: String,
}

impl Company {
    /// An invented company; its numbers are its own in this world.
    pub fn invented(world: &Arc<World>, name: &str) -> Company {
        let n = world.next();
        Company {
            world: world.clone(),
            browser: Client::new(world),
            name: format!("澜州{name}{n}号有限公司"),
            mobile: format!("139{:08}", 10_002 + n * 10),
            code: credit_code(n),
            email: format!("caiwu{n}@qinghe.example"),
        }
    }

    /// Registers it by its pages.
    pub async fn register(world: &Arc<World>, name: &str) -> Company {
        let company = Company::invented(world, name);
        company.send_code().await.says(&["验证码已发送到"]);
        let code = company.sms_code().await;
        company.finish_registration(&code, &[]).await.leads("/cakey/home");
        company
    }

    /// 发送短信验证码.
    pub async fn send_code(&self) -> Page {
        let form = self.browser.get("/cakey/register").await.form("/cakey/register");
        let captcha = self.world.captcha(&self.browser.token()).await;
        let typed = [("act", "sms"), ("company", &self.name), ("mobile", &self.mobile), ("captcha", &captcha)];
        self.browser.submit(&form, &typed).await
    }

    /// The code of the newest message.
    pub async fn sms_code(&self) -> String {
        let text = self.world.message(&self.mobile, "验证码").await;
        let (_, rest) = text.split_once("验证码").unwrap();
        rest.chars().take(6).collect()
    }

    /// 注册, with some inputs replaced.
    pub async fn finish_registration(&self, code: &str, replaced: &[(&str, &str)]) -> Page {
        let form = self.browser.get("/cakey/register").await.form("/cakey/register");
        let typed = [
            ("act", "register"),
            ("company", &*self.name),
            ("mobile", &self.mobile),
            ("code", code),
            ("password", PASSWORD),
            ("password_again", PASSWORD),
            ("person", "林知夏"),
            ("agree", "on"),
        ];
        self.browser.submit(&form, &replace(&typed, replaced)).await
    }

    /// 登录 in a new browser, with some inputs replaced.
    pub async fn log_in(&self, browser: &Client, replaced: &[(&str, &str)]) -> Page {
        let form = browser.get("/cakey/").await.form("/cakey/");
        let captcha = self.world.captcha(&browser.token()).await;
        let typed = [("act", "login"), ("company", &*self.name), ("password", PASSWORD), ("captcha", &captcha)];
        browser.submit(&form, &replace(&typed, replaced)).await
    }

    /// The same company in another browser.
    pub async fn elsewhere(&self) -> Company {
        let browser = Client::new(&self.world);
        self.log_in(&browser, &[]).await.leads("/cakey/home");
        Company { browser, ..self.clone() }
    }

    /// 基本信息, 发票信息 and 用户信息.
    pub async fn complete_profile(self) -> Company {
        self.company_profile().await.leads("/cakey/profile/company?done=1");
        self.invoice_profile().await;
        self.contact().await;
        self
    }

    /// 基本信息 → 编辑 → 确认更新.
    pub async fn company_profile(&self) -> Page {
        self.fill("/cakey/profile/company/edit", &self.profile_inputs()).await
    }

    /// 基本信息, without a mistake.
    pub fn profile_inputs(&self) -> Vec<(&str, &str)> {
        vec![
            ("kind", "enterprise"),
            ("id_kind", "credit_code"),
            ("credit_code", &*self.code),
            ("licence_forever", "on"),
            ("province", "福建省"),
            ("city", "厦门市"),
            ("district", "思明区"),
            ("address", "示例路 18 号 3 幢"),
            ("phone", "0990-0000000"),
            ("legal_name", "林知夏"),
        ]
    }

    /// 发票信息 → 完善.
    pub async fn invoice_profile(&self) -> Page {
        let typed = [("title", &*self.name), ("tax_number", &self.code), ("email", &self.email)];
        self.fill("/cakey/profile/invoice", &typed).await
    }

    /// 用户信息 → 编辑 → 确认更新.
    pub async fn contact(&self) -> Page {
        let typed = [("name", "林知夏"), ("email", &*self.email), ("department", "投标部")];
        self.fill("/cakey/profile/contact/edit", &typed).await
    }

    /// Opens the page of a form that goes to its own address, and sends it.
    pub async fn fill(&self, path: &str, typed: &[(&str, &str)]) -> Page {
        let form = self.browser.get(path).await.form(path);
        self.browser.submit(&form, typed).await
    }

    /// Waits for the mail with the invoice of an order.
    pub async fn invoice_mail(&self, number: &str) -> super::Mail {
        let ask = async || {
            let mails = self.world.mails(&self.email).await;
            mails.into_iter().find(|mail| mail.subject.contains(number) || mail.text.contains(number))
        };
        until(&format!("the mail with the invoice of {number}"), ask).await
    }
}

/// The inputs, with those of the same name replaced; an input without a value is left out.
pub fn replace<'a>(typed: &[(&'a str, &'a str)], replaced: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = typed.iter().filter(|(name, _)| !replaced.iter().any(|(other, _)| other == name));
    kept.chain(replaced.iter().filter(|(_, value)| !value.is_empty())).copied().collect()
}

/// An invented code with both check characters right (GB 11714 inside GB 32100).
fn credit_code(n: u32) -> String {
    const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    const INNER: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
    let organisation = format!("MA{:06}", 100_000 + n);
    let inner: u32 = organisation.chars().zip(INNER).map(|(sign, weight)| sign.to_digit(36).unwrap() * weight).sum();
    let check = "0X987654321".chars().nth(usize::try_from(inner % 11).unwrap()).unwrap();
    let head = format!("91990101{organisation}{check}");
    let (mut outer, mut weight) = (0, 1);
    for sign in head.chars() {
        outer += ALPHABET.find(sign).unwrap() * weight;
        weight = weight * 3 % 31;
    }
    format!("{head}{}", ALPHABET.chars().nth((31 - outer % 31) % 31).unwrap())
}
