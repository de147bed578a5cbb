//! The staff: login with password and one-time code, 通过 and 拒绝, the waybill, the desk of an outlet.

use super::{Client, Page, World};
use serde::Deserialize;
use std::sync::Arc;
use totp_rs::{Builder, Secret};

/// A member of staff, logged in. Clones share the session.
#[derive(Clone)]
pub struct Staff {
    pub browser: Client,
}

#[derive(Deserialize)]
struct Credentials {
    staff: Vec<Account>,
}

#[derive(Deserialize)]
struct Account {
    login: String,
    password: String,
    totp: String,
}

/// What is typed when the contact collects.
pub const COLLECTOR: [(&str, &str); 4] =
    [("who", "self"), ("id_kind", "resident"), ("id_number", "11010519491231002X"), ("seen", "1")];

impl World {
    /// Password and one-time code of now, as `demo.json` has them.
    pub fn staff_secrets(&self, login: &str) -> (String, String) {
        let text = std::fs::read(self.data().join("demo.json")).unwrap();
        let all: Credentials = serde_json::from_slice(&text).unwrap();
        let account = all.staff.into_iter().find(|account| account.login == login).unwrap();
        let secret = Secret::try_from_base32(&account.totp).unwrap();
        let code = Builder::new().with_secret(secret).build().unwrap().generate_current().to_string();
        (account.password, code)
    }
}

impl Staff {
    /// By the login page. A code is accepted once, so a world does this once for each login.
    pub async fn log_in(world: &Arc<World>, login: &str) -> Staff {
        let browser = Client::new(world);
        let form = browser.get("/cakey/staff").await.form("/cakey/staff");
        let captcha = world.captcha(&browser.token()).await;
        let (password, totp) = world.staff_secrets(login);
        let typed =
            [("act", "login"), ("login", login), ("password", &*password), ("totp", &totp), ("captcha", &captcha)];
        let answer = browser.submit(&form, &typed).await;
        assert_eq!(answer.status, 303, "{login} cannot log in: {}", answer.text());
        Staff { browser }
    }

    /// The page of one order in review.
    pub async fn review(&self, number: &str) -> Page {
        self.browser.get(&format!("/cakey/staff/review/{number}")).await
    }

    /// The decision on one order: the answer, whatever it is.
    pub async fn decide(&self, number: &str, typed: &[(&str, &str)]) -> Page {
        let form = self.review(number).await.form(&format!("/cakey/staff/review/{number}/decide"));
        self.browser.submit(&form, typed).await
    }

    /// 通过.
    pub async fn approve(&self, number: &str) {
        let answer = self.decide(number, &[("d", "ok")]).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
    }

    /// 拒绝, with a reason and a sentence for the user.
    pub async fn reject(&self, number: &str, why: &str) {
        let answer = self.decide(number, &[("d", "no"), ("r", "mismatch"), ("why", why)]).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
    }

    /// The waybill; the parcel is on its way.
    pub async fn ship(&self, number: &str, waybill: &str) {
        let path = format!("/cakey/staff/shipping/{number}");
        let form = self.browser.get(&path).await.form(&path);
        let answer = self.browser.submit(&form, &[("carrier", "sf"), ("waybill", waybill)]).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
    }

    /// 登记到货 at the outlet.
    pub async fn ready(&self, number: &str) {
        let form = self.desk(number).await.form(&format!("/cakey/staff/desk/{number}/ready"));
        assert_eq!(self.browser.submit(&form, &[]).await.status, 303);
    }

    /// 登记交付 to the contact.
    pub async fn hand_over(&self, number: &str) {
        let form = self.desk(number).await.form(&format!("/cakey/staff/desk/{number}/handover"));
        let answer = self.browser.submit(&form, &COLLECTOR).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
    }

    /// The outlet's page with one order opened.
    pub async fn desk(&self, number: &str) -> Page {
        self.browser.get(&format!("/cakey/staff/desk/{number}")).await
    }
}

impl Staff {
    /// The address of a company's page, found by its name.
    pub async fn company_page(&self, name: &str) -> String {
        let word: String = name.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let page = self.browser.get(&format!("/cakey/staff/companies?kw={word}")).await;
        let before = page.html.split(&format!("\">{name}</a>")).next().unwrap();
        before.rsplit("href=\"").next().unwrap().to_owned()
    }
}
