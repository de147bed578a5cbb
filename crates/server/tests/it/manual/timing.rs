//! How long an answer takes tells nothing either: known and unknown names are asked in turn, in one run, and the median
//! of the ratios of neighbours is compared. Without the stand-in for the hash it would be ten or more.

use crate::world::{Client, Company, Setup, World};
use std::sync::Arc;
use std::time::{Duration, Instant};

const PAIRS: usize = 31;
/// Both ways. One hash more or less would make it two, none at all ten.
const MOST: f64 = 1.35;

async fn world() -> Arc<World> {
    let off = [
        "CAKEY_CONFIG_LIMITS_SMS_PAUSE_SECONDS",
        "CAKEY_CONFIG_LIMITS_SMS_PER_HOUR",
        "CAKEY_CONFIG_LIMITS_SMS_PER_DAY",
        "CAKEY_CONFIG_LIMITS_LOGIN_FAILURES",
        "CAKEY_CONFIG_LIMITS_LOGIN_ACCOUNT_PER_HOUR",
        "CAKEY_CONFIG_LIMITS_STAFF_FAILURES",
    ];
    World::start_as(Setup { environment: off.map(|key| (key, "0")).to_vec(), ..Setup::default() }).await
}

/// Opens the page of a form, and measures the answer to the form alone.
async fn measured(world: &World, browser: &Client, page: &str, status: u16, typed: &[(&str, &str)]) -> Duration {
    let form = browser.get(page).await.form(page);
    let captcha = world.captcha(&browser.token()).await;
    let typed = [typed, &[("captcha", captcha.as_str())]].concat();
    let started = Instant::now();
    let answer = browser.submit(&form, &typed).await;
    let took = started.elapsed();
    assert_eq!(answer.status, status, "{}", answer.text());
    took
}

/// The median of known over unknown, over pairs whose order alternates.
async fn ratio(mut known: impl AsyncFnMut() -> Duration, mut unknown: impl AsyncFnMut() -> Duration) -> f64 {
    let mut ratios = Vec::new();
    for pair in 0..PAIRS {
        let (k, u) = if pair % 2 == 0 {
            let k = known().await;
            (k, unknown().await)
        } else {
            let u = unknown().await;
            (known().await, u)
        };
        ratios.push(k.as_secs_f64() / u.as_secs_f64());
    }
    ratios.sort_by(f64::total_cmp);
    ratios[PAIRS / 2]
}

#[tokio::test]
async fn a_known_and_an_unknown_company_take_as_long_at_the_login_and_at_forgot_password() {
    let world = world().await;
    let known = world.company("同时测绘").await;
    let unknown = Company::invented(&world, "同时无名");
    let browser = world.visitor();
    let login = async |name: &str| {
        let typed = [("act", "login"), ("company", name), ("password", "Qing-shan-2027")];
        measured(&world, &browser, "/cakey/", 422, &typed).await
    };
    let at_login = ratio(async || login(&known.name).await, async || login(&unknown.name).await).await;
    assert!((1.0 / MOST..MOST).contains(&at_login), "login: {at_login}");
    let forget = async |company: &Company| {
        let typed = [("act", "ask"), ("company", &*company.name), ("mobile", &company.mobile)];
        measured(&world, &browser, "/cakey/forgot", 303, &typed).await
    };
    let at_forgot = ratio(async || forget(&known).await, async || forget(&unknown).await).await;
    assert!((0.5..2.0).contains(&at_forgot), "forgot: {at_forgot}");
}

#[tokio::test]
async fn a_known_and_an_unknown_login_name_of_staff_take_as_long() {
    let world = world().await;
    let browser = world.visitor();
    let login = async |name: &str| {
        let typed = [("act", "login"), ("login", name), ("password", "Qing-shan-2027"), ("totp", "000000")];
        measured(&world, &browser, "/cakey/staff", 422, &typed).await
    };
    let ratio = ratio(async || login("fahuo").await, async || login("nobody").await).await;
    assert!((1.0 / MOST..MOST).contains(&ratio), "{ratio}");
}
