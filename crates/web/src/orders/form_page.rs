//! The page 订单申请: what the company may choose from, what is filled in, and what it costs. Its handlers are `form`.

use super::filled::{FormView, SavedOrder};
use super::form_row::Row;
use super::steps::{self, ProgressStep};
use crate::failure::Failure;
use crate::materials::{self, card::Card};
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::account::Session;
use app::order::draft;
use app::order::offer::Offer;
use app::outlet;
use app::who::CompanyUser;
use askama::Template;
use domain::field::FieldErrors;
use domain::id::{OrderNumber, OutletId};
use domain::order::form::OrderForm;
use domain::order::item_form::ItemForm;
use domain::order::price::Quote;
use domain::order::{BusinessType, SecondSeal};
use domain::outlet::Outlet;

#[derive(Template)]
#[template(path = "orders/form_page.html")]
pub struct FormPage {
    shell: Shell,
    action: String,
    saved: Option<SavedOrder>,
    version: i64,
    operation: String,
    notice: &'static str,
    form: OrderForm,
    errors: FieldErrors,
    business: Vec<BusinessType>,
    projects: Vec<Choice>,
    second_seal: SecondSeal,
    asks_why: bool,
    rows: Vec<Row>,
    outlets: Vec<OutletChoice>,
    closed_outlet: Option<String>,
    max_certificates: i64,
    quote: Option<Quote>,
    steps: Vec<ProgressStep>,
    /// The documents of a saved order.
    card: Option<Card>,
}

struct Choice {
    id: String,
    name: String,
}

struct OutletChoice {
    id: String,
    name: String,
    address: String,
    phone: String,
    hours: String,
}

/// Reads what the company may choose from and lays out the page.
pub async fn form_page(
    site: &Site,
    session: &Session,
    user: &CompanyUser,
    filled: FormView,
) -> Result<FormPage, Failure> {
    let offer = draft::offer(&site.app, user, &filled.form, filled.lent.clone()).await?;
    let title = if filled.saved.is_some() { "修改订单" } else { "订单申请" };
    let shell = shell(site, session, Menu::Orders, title);
    let closed_outlet = closed_outlet(site, &filled.form, &offer).await?;
    let card = card(site, user, &filled).await?;
    Ok(FormPage { closed_outlet, card, ..shown(shell, filled, offer, site.app.settings.max_certificates) })
}

/// The documents of the order as it is saved; a new order gets them on the next page.
async fn card(site: &Site, user: &CompanyUser, filled: &FormView) -> Result<Option<Card>, Failure> {
    let number = filled.saved.as_ref().and_then(|saved| OrderNumber::parse(&saved.number));
    let Some(number) = number else { return Ok(None) };
    let errors = filled.errors.clone();
    let (card, _) = materials::card::of_order(site, user, &number, &filled.again, errors, true).await?;
    Ok(Some(card))
}

/// The name of the chosen outlet, if it takes no orders any more (E19).
async fn closed_outlet(site: &Site, form: &OrderForm, offer: &Offer) -> Result<Option<String>, Failure> {
    let Some(id) = form.outlet.trim().parse().ok().map(OutletId::new) else { return Ok(None) };
    if form.get != "pickup" || offer.outlets.iter().any(|outlet| outlet.id == id) {
        return Ok(None);
    }
    let found = site.app.read(move |tx| Ok(outlet::store::get(tx, id)?)).await?;
    Ok(found.map(|outlet| outlet.name))
}

fn shown(shell: Shell, mut filled: FormView, offer: Offer, max_certificates: i64) -> FormPage {
    if filled.form.project.is_empty()
        && let Some(first) = offer.projects.first()
    {
        filled.form.project = first.id.to_string();
    }
    let action = match &filled.saved {
        Some(saved) => format!("/cakey/orders/{}/edit", saved.number),
        None => "/cakey/orders/new".to_owned(),
    };
    let items = filled.form.check_price_inputs(&offer.context());
    let seals = filled.form.seals.trim().parse().unwrap_or(0);
    let second_seal =
        offer.chosen.as_ref().map_or(SecondSeal::Allow, |chosen| chosen.rules.second_seal(chosen.held, seals));
    let asks_why =
        second_seal == SecondSeal::Explain || !filled.form.why.is_empty() || filled.errors.get("why").is_some();
    FormPage {
        shell: shell.with_errors(&filled.errors),
        action,
        second_seal,
        asks_why,
        rows: Row::all(&filled, &offer, max_certificates),
        quote: items.ok().and_then(|items| offer.quote(&items)).and_then(Result::ok),
        saved: filled.saved,
        version: filled.version,
        operation: filled.operation,
        notice: filled.notice,
        form: filled.form,
        errors: filled.errors,
        business: offer.business().collect(),
        projects: offer.projects.into_iter().map(|p| Choice { id: p.id.to_string(), name: p.name }).collect(),
        outlets: offer.outlets.into_iter().map(OutletChoice::of).collect(),
        closed_outlet: None,
        max_certificates,
        steps: steps::at(1),
        card: None,
    }
}

impl OutletChoice {
    fn of(outlet: Outlet) -> OutletChoice {
        let Outlet { id, name, address, phone, hours, .. } = outlet;
        OutletChoice { id: id.to_string(), name, address, phone, hours }
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use super::sample;
    use domain::order::State;
    use domain::order::item_form::ItemForms;
    let stored = sample::stored(State::Draft { rejected: None });
    let form = OrderForm::from_draft(&stored.draft);
    let person = ItemForm { kind: "person".into(), id_number: "99010119790230003<".into(), ..ItemForm::default() };
    let rows = ItemForms(vec![ItemForm { kind: "legal".into(), ..ItemForm::default() }, person]);
    let wrong = OrderForm { get: "pickup".into(), note: "<b>\"".into(), seals: "3".into(), ..form.clone() };
    let persons = OrderForm { get: "pickup".into(), rows, ..form.clone() };
    let page = |name: &str, saved: Option<SavedOrder>, form: OrderForm, closed: Option<&str>| {
        let offer = sample::offer();
        let errors = form.check(&offer.context()).err().unwrap_or_default();
        let filled = FormView { saved, operation: "op-token".into(), version: 4, errors, ..FormView::of(form) };
        let card = filled.saved.is_some().then(|| {
            let sheet = materials::card::sample_sheet(true);
            Card::of_order(&stored.order.number, &sheet, "licence", filled.errors.clone(), true)
        });
        let page = shown(sample::shell(Menu::Orders, "订单申请"), filled, offer, 20);
        let page = FormPage { closed_outlet: closed.map(str::to_owned), card, ..page };
        (name.to_owned(), page.to_string())
    };
    vec![
        page("order form", None, form, None),
        page("order form mistakes", Some(SavedOrder::of(&stored)), wrong, None),
        page("order form mistakes of persons", Some(SavedOrder::of(&stored)), persons, Some("西岭网点")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_stand_on_top_and_at_their_fields_and_nothing_typed_is_lost() {
        let (_, html) = samples().remove(1);
        for words in [
            "还有 2 处需要修改",
            "href=\"#seals\"",
            "签章数量不能大于证书数量（2），请改为 0–2",
            "id=\"seals-e\"",
            "aria-invalid=\"true\"",
            "value=\"3\"",
            "请选择自取网点",
            "&#60;b&#62;&#34;",
            "错误：",
        ] {
            assert!(html.contains(words), "{words}");
        }
    }

    #[test]
    fn a_holder_is_asked_for_only_where_a_person_holds_the_certificate() {
        let (_, html) = samples().remove(0);
        assert!(!html.contains("name=\"c1n\""), "the plain case asks for nobody");
        let (_, html) = samples().remove(2);
        for words in
            ["value=\"沈知行\"", "name=\"c2n\"", "请填写证书 2 的持有人姓名", "value=\"99010119790230003&#60;\""]
        {
            assert!(html.contains(words), "{words}");
        }
    }

    #[test]
    fn a_closed_outlet_is_told_beside_the_outlets() {
        let (_, html) = samples().remove(2);
        assert!(html.contains("西岭网点已停止办理"));
    }

    #[test]
    fn a_new_form_carries_its_one_time_number_and_the_buttons_that_need_no_script() {
        let (_, html) = samples().remove(0);
        for words in
            ["name=\"op\" value=\"op-token\"", "更新证书明细", "重新计算", "用注册地址填写", ">保存<", "formnovalidate"]
        {
            assert!(html.contains(words), "{words}");
        }
    }
}
