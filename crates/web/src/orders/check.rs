//! 核对后提交 (manual 3.2 (8), (9)): everything once more, what is missing in the profiles, and 提交.

use super::changed::{self, StalePage};
use super::number::Number;
use super::steps::{self, ProgressStep};
use super::view::{CertificateLine, DeliveryView, NextStep};
use crate::failure::{Failure, see_other};
use crate::form::Form;
use crate::materials::{self, card::Card};
use crate::page::{page, page_with};
use crate::profile;
use crate::session::Company;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::Error;
use app::account::Session;
use app::company::{self, Company as Profiles};
use app::order::query::{self, Detail};
use app::order::store::Find;
use app::order::submit;
use app::who::CompanyUser;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::field::FieldErrors;
use domain::id::OrderNumber;
use domain::material::Slot;
use domain::order::SubmitForm;
use domain::order::price::Quote;
use domain::order::{Delivery, Refusal, Why};
use domain::time;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "orders/check.html")]
struct CheckPage {
    shell: Shell,
    number: String,
    version: i64,
    saved_at: String,
    steps: Vec<ProgressStep>,
    missing: Vec<Gap>,
    changed: bool,
    saved_amount: String,
    total: String,
    pays: bool,
    courier: bool,
    /// What to do about a tick that is missing.
    unticked: Option<String>,
    /// Documents that were sent though the order does not need them.
    skipped: Vec<String>,
    card: Card,
    obstacle: String,
    twins: Vec<String>,
    business: &'static str,
    lines: Vec<CertificateLine>,
    why: String,
    project: String,
    certificates: i64,
    seals: i64,
    note: String,
    way: DeliveryView,
    company: String,
    credit_code: String,
    legal_name: String,
    invoice_title: String,
    invoice_email: String,
    quote: Option<Quote>,
}

/// A profile that must be completed first, or a document that must be given, and where.
struct Gap {
    act: &'static str,
    label: &'static str,
    url: &'static str,
}

/// What the address says: the document that is to get an input again, and those that were not needed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CheckQuery {
    again: String,
    skipped: String,
}

/// GET /cakey/orders/{number}/check.
pub async fn show(
    State(site): State<Site>,
    Company(session, user): Company,
    Number(number): Number,
    Query(asked): Query<CheckQuery>,
) -> Result<Response, Failure> {
    let looked = load(&site, &user, &number, &asked.again, FieldErrors::new()).await?;
    let act = NextStep::of(&looked.detail.stored.order.state);
    if act != NextStep::Edit {
        return Ok(see_other(&after(&number, act)));
    }
    let template = check_page(shell(&site, &session, Menu::Orders, "核对后提交"), looked, None);
    let skipped = asked.skipped.split('.').filter_map(Slot::parse).map(|slot| slot.title()).collect();
    page(&CheckPage { skipped, ..template })
}

/// The page again, with the reasons why files were not taken.
pub async fn with_files_refused(
    site: &Site,
    session: &Session,
    user: &CompanyUser,
    number: &OrderNumber,
    errors: FieldErrors,
) -> Result<Response, Failure> {
    let looked = load(site, user, number, "", errors).await?;
    let template = check_page(shell(site, session, Menu::Orders, "核对后提交"), looked, None);
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &template)
}

/// POST /cakey/orders/{number}/submit. The second click of a double click goes where the first one led (E24).
pub async fn post(
    State(site): State<Site>,
    Company(session, user): Company,
    Number(number): Number,
    Form(form): Form<SubmitForm>,
) -> Result<Response, Failure> {
    let error = match submit::submit(&site.app, &user, &number, &form).await {
        Ok(order) => return Ok(see_other(&after(&number, NextStep::of(&order.state)))),
        Err(Error::Fields(errors)) => {
            let looked = load(&site, &user, &number, "", FieldErrors::new()).await?;
            let shell = shell(&site, &session, Menu::Orders, "核对后提交").with_errors(&errors);
            return page_with(
                StatusCode::UNPROCESSABLE_ENTITY,
                &check_page(shell, looked, errors.get(SubmitForm::CONFIRMED)),
            );
        }
        Err(error) => error,
    };
    if matches!(&error, Error::Refused(refusal) if stands_on_the_page(&refusal.why)) {
        return Ok(see_other(&format!("/cakey/orders/{number}/check")));
    }
    let find = Find::Own(user.id, number.clone());
    if matches!(error, Error::Stale { .. } | Error::Refused(_)) {
        let now = query::plain(&site.app, find.clone()).await?;
        if NextStep::of(&now.order.state) == NextStep::Pay {
            return Ok(see_other(&after(&number, NextStep::Pay)));
        }
    }
    let url = format!("/cakey/orders/{number}");
    let who = StalePage { session: &session, menu: Menu::Orders, find, url, seen: form.version };
    changed::told(&site, who, error).await
}

/// What the page itself says: what is missing or in the way, and both prices (E11).
fn stands_on_the_page(why: &Why) -> bool {
    matches!(
        why,
        Why::Incomplete(_)
            | Why::PriceChanged
            | Why::ProjectClosed
            | Why::OutletClosed
            | Why::SealExists
            | Why::NoPrices
            | Why::NotOffered
    )
}

/// Everything that is looked over.
struct Inspection {
    detail: Detail,
    profiles: Profiles,
    obstacle: Option<Why>,
    twins: Vec<String>,
    card: Card,
    /// Titles of the documents that are still to be given.
    papers: Vec<&'static str>,
}

async fn load(
    site: &Site,
    user: &CompanyUser,
    number: &OrderNumber,
    again: &str,
    errors: FieldErrors,
) -> Result<Inspection, Failure> {
    let detail = query::detail(&site.app, Find::Own(user.id, number.clone())).await?;
    let obstacle = submit::obstacle(&site.app, &detail.stored).await?;
    let twins = query::twins(&site.app, &detail.stored).await?;
    let profiles = company::load(&site.app, user.id).await?;
    let open = NextStep::of(&detail.stored.order.state) == NextStep::Edit;
    let (card, papers) = materials::card::of_order(site, user, number, again, errors, open).await?;
    Ok(Inspection { detail, profiles, obstacle, twins, card, papers })
}

/// Where an order goes on after its submission.
fn after(number: &OrderNumber, act: NextStep) -> String {
    match act {
        NextStep::Pay => format!("/cakey/orders/{number}/pay"),
        NextStep::Nothing => format!("/cakey/orders/{number}/pay/done"),
        NextStep::Edit | NextStep::Confirm | NextStep::Again => format!("/cakey/orders/{number}"),
    }
}

fn missing(profiles: &Profiles, papers: &[&'static str]) -> Vec<Gap> {
    let profiles = profile::open(profiles).map(|step| Gap { act: "完善", label: step.label, url: step.form });
    profiles.chain(papers.iter().map(|label| Gap { act: "上传", label, url: "#materials" })).collect()
}

fn check_page(shell: Shell, seen: Inspection, unticked: Option<&str>) -> CheckPage {
    let (detail, profiles) = (&seen.detail, &seen.profiles);
    let (order, draft) = (&detail.stored.order, &detail.stored.draft);
    let total = detail.quote.as_ref().map_or(order.amount, |quote| quote.total);
    let invoice = profiles.invoice_profile.as_ref();
    let blank = || "尚未填写".to_owned();
    CheckPage {
        shell: if seen.card.errors.is_empty() { shell } else { shell.with_errors(&seen.card.errors) },
        number: order.number.to_string(),
        version: order.version,
        saved_at: time::minute_text(detail.stored.updated_at),
        steps: steps::at(2),
        missing: missing(profiles, &seen.papers),
        changed: total != order.amount,
        saved_amount: order.amount.to_string(),
        total: total.to_string(),
        pays: !total.is_zero(),
        courier: matches!(order.delivery, Delivery::Courier(_)),
        unticked: unticked.map(str::to_owned),
        skipped: Vec::new(),
        obstacle: seen.obstacle.as_ref().map_or_else(String::new, |why| {
            Refusal { state: order.state.code(), command: "提交", why: why.clone() }.sentence()
        }),
        twins: seen.twins.clone(),
        business: draft.business.title(),
        lines: CertificateLine::ordered(&draft.items),
        why: draft.why.clone(),
        project: detail.project.clone(),
        certificates: draft.certificates(),
        seals: draft.seals(),
        note: draft.note.clone(),
        way: DeliveryView::masked(&order.delivery, detail.outlet.as_deref()),
        company: profiles.name.clone(),
        credit_code: profiles.profile.as_ref().map_or_else(blank, |profile| profile.credit_code.clone()),
        legal_name: profiles.profile.as_ref().map_or_else(blank, |profile| profile.legal_name.clone()),
        invoice_title: invoice.map_or_else(blank, |invoice| invoice.title.clone()),
        invoice_email: invoice.map_or_else(blank, |invoice| invoice.email.as_str().to_owned()),
        quote: detail.quote.clone(),
        card: seen.card,
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use super::sample;
    let detail = sample::detail(domain::order::State::Draft { rejected: None });
    let complete = Profiles {
        id: domain::id::CompanyId::new(1),
        name: "澜州青禾建设工程有限公司".into(),
        mobile: sample::contact().mobile,
        contact: sample::contact(),
        profile: Some(sample::profile()),
        invoice_profile: Some(sample::invoice_profile()),
        version: 1,
    };
    let bare = Profiles { profile: None, invoice_profile: None, ..complete.clone() };
    let shell = || sample::shell(Menu::Orders, "核对后提交");
    let looked = |profiles: &Profiles, errors: FieldErrors, papers: &[&'static str]| {
        let sheet = crate::materials::card::sample_sheet(papers.is_empty());
        let card = Card::of_order(&detail.stored.order.number, &sheet, "application", errors, true);
        let (detail, profiles, papers) = (detail.clone(), profiles.clone(), papers.to_vec());
        Inspection { detail, profiles, obstacle: None, twins: Vec::new(), card, papers }
    };
    let page = |name: &str, looked, unticked| (name.to_owned(), check_page(shell(), looked, unticked).to_string());
    let none = FieldErrors::new;
    let mut refused = FieldErrors::new();
    refused.add("seal_image-1", app::attachment::FileRefusal::TooLarge.sentence());
    let obstacle = Some(Why::OutletClosed);
    let twins = vec!["DZ20261120-0031".to_owned()];
    let mut plain = looked(&complete, none(), &[]);
    plain.detail.stored.draft.note.clear();
    vec![
        page("order check", looked(&complete, none(), &[]), None),
        page("order check unticked", looked(&complete, none(), &[]), Some("请核对信息后勾选，再提交")),
        page("order check incomplete", looked(&bare, none(), &["印模"]), None),
        page("order check with an obstacle", Inspection { obstacle, twins, ..looked(&complete, none(), &[]) }, None),
        page("order check with mistakes in files", looked(&complete, refused, &["印模"]), None),
        page("order check without a note", plain, None),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_complete_company_may_submit() {
        let (_, html) = samples().remove(0);
        assert!(html.contains(">提交</button>") && html.contains("name=\"version\" value=\"4\""));
        assert!(!html.contains("提交前请先完善资料"));
    }

    #[test]
    fn what_came_in_the_way_is_told_with_the_way_out_and_an_open_order_is_linked() {
        let (_, html) = samples().remove(3);
        for words in ["所选网点已停止办理", "/edit\">修改订单", "/cakey/orders/DZ20261120-0031", "已有办理中的订单"]
        {
            assert!(html.contains(words), "{words}");
        }
        assert!(!html.contains(">提交</button>"));
    }

    #[test]
    fn an_incomplete_one_is_led_to_what_is_missing_and_finds_no_button_that_would_fail() {
        let (_, html) = samples().remove(2);
        for words in ["提交前请先完善资料", "/cakey/profile/company/edit", "/cakey/profile/invoice"] {
            assert!(html.contains(words), "{words}");
        }
        assert!(!html.contains("/submit\"") && !html.contains("完善用户信息"));
        assert!(html.contains("disabled aria-describedby=\"wait\">提交</button>") && html.contains("还差 3 项"));
        assert!(html.contains("href=\"#materials\">上传印模"));
    }

    #[test]
    fn a_file_that_was_not_taken_is_told_on_top_and_at_its_input() {
        let (_, html) = samples().remove(4);
        for words in ["href=\"#seal_image-1\"", "id=\"seal_image-1-e\"", "文件超过 5 MB，请压缩", "<title>错误："]
        {
            assert!(html.contains(words), "{words}");
        }
        assert!(html.contains("enctype=\"multipart/form-data\"") && html.contains("name=\"again\" value=\"licence\""));
    }
}
