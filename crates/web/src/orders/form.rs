//! 订单申请 and 修改/提交 (manual 3.2 (6)–(8)). The buttons 更新证书明细, 重新计算 and 用注册地址填写 send the form to the
//! same address, so everything works without script; 保存 alone stores anything. The page itself is `form_page`.

use super::filled::{FormView, SavedOrder};
use super::form_page::form_page;
use super::number::Number;
use super::view::NextStep;
use crate::failure::{Failure, see_other};
use crate::form::Form;
use crate::materials;
use crate::page::{page, page_with};
use crate::places::{AREA, clear_strange};
use crate::session::Company;
use crate::shell::Menu;
use crate::site::Site;
use crate::upload::Upload;
use app::account::Session;
use app::order::store::Find;
use app::order::{Stored, draft, query};
use app::who::CompanyUser;
use app::{Error, chance, company};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::field::FieldErrors;
use domain::id::OrderNumber;
use domain::order::CertificateItem;
use domain::order::form::OrderForm;
use serde::Deserialize;

/// What the address asks for: 再来一单 names the order to copy, a platform's link its own key of the order to come.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct OrderFormQuery {
    copy: String,
    key: String,
}

/// What the form sends beside its inputs.
#[derive(Debug, Deserialize)]
pub struct OrderFormBody {
    /// The button: `save`, `rows`, `price`, `copy`, `upload` or [`AREA`].
    #[serde(default)]
    act: String,
    /// 更换: the document that is to get an input again.
    #[serde(default)]
    again: String,
    /// 删除: a 补充材料.
    #[serde(default)]
    drop: String,
    /// The one-time number of a new order's form.
    #[serde(default)]
    op: String,
    /// The version that the page showed; 0 for a new order.
    version: i64,
    #[serde(flatten)]
    form: OrderForm,
}

impl OrderFormBody {
    /// True for a button that only shows the form again.
    fn only_shows(&self) -> bool {
        let beside_files = !self.again.is_empty() || !self.drop.is_empty();
        beside_files || matches!(self.act.as_str(), "rows" | "price" | "copy" | "upload" | AREA)
    }
}

/// GET /cakey/orders/new.
pub async fn new(
    State(site): State<Site>,
    Company(session, user): Company,
    Query(asked): Query<OrderFormQuery>,
) -> Result<Response, Failure> {
    let (form, lent) = match OrderNumber::parse(&asked.copy) {
        Some(number) => {
            let stored = query::plain(&site.app, Find::Own(user.id, number.clone())).await?;
            let form = OrderForm { copy: number.to_string(), ..OrderForm::from_draft(&stored.draft) };
            (form, stored.draft.items)
        }
        None => (first_form(&site, &user).await?, Vec::new()),
    };
    let form = OrderForm { key: asked.key, ..form };
    let operation = chance::token(&*site.app.chance);
    let filled = FormView { operation, lent, ..FormView::of(form) };
    page(&form_page(&site, &session, &user, filled).await?)
}

/// POST /cakey/orders/new.
pub async fn create(
    State(site): State<Site>,
    Company(session, user): Company,
    Form(posted): Form<OrderFormBody>,
) -> Result<Response, Failure> {
    if !chance::is_token(&posted.op) {
        return Err(Failure::Malformed);
    }
    let done = match posted.only_shows() {
        true => None,
        false => Some(draft::create(&site.app, &user, &posted.form, &posted.op).await),
    };
    let lent = async || match OrderNumber::parse(&posted.form.copy) {
        Some(number) => query::plain(&site.app, Find::Own(user.id, number)).await.map(|stored| stored.draft.items),
        None => Ok(Vec::new()),
    };
    match done {
        Some(Ok(number)) => Ok(see_other(&format!("/cakey/orders/{number}/check"))),
        Some(Err(Error::Fields(errors))) => {
            let lent = lent().await.unwrap_or_default();
            mistakes(&site, &session, &user, (None, lent), posted, errors).await
        }
        Some(Err(other)) => Err(other.into()),
        None => {
            let lent = lent().await.unwrap_or_default();
            again(&site, &session, &user, (None, lent), posted, FieldErrors::new()).await
        }
    }
}

/// GET /cakey/orders/{number}/edit.
pub async fn edit(
    State(site): State<Site>,
    Company(session, user): Company,
    Number(number): Number,
) -> Result<Response, Failure> {
    let stored = query::plain(&site.app, Find::Own(user.id, number.clone())).await?;
    if NextStep::of(&stored.order.state) != NextStep::Edit {
        return Ok(see_other(&format!("/cakey/orders/{number}")));
    }
    let version = stored.order.version;
    let (saved, lent) = known(&stored);
    let filled = FormView { saved, lent, version, ..FormView::of(OrderForm::from_draft(&stored.draft)) };
    page(&form_page(&site, &session, &user, filled).await?)
}

/// POST /cakey/orders/{number}/edit.
pub async fn save(
    State(site): State<Site>,
    Company(session, user): Company,
    Number(number): Number,
    Upload { form: posted, files }: Upload<OrderFormBody>,
) -> Result<Response, Failure> {
    let stored = query::plain(&site.app, Find::Own(user.id, number.clone())).await?;
    let taken = materials::order::take(&site, &user, &number, files, &posted.drop).await;
    let taken = match taken {
        Ok(taken) => taken,
        Err(error) => return told(&site, &session, &user, &number, posted.version, error).await,
    };
    if posted.only_shows() || !taken.errors.is_empty() {
        return again(&site, &session, &user, known(&stored), posted, taken.all()).await;
    }
    match draft::save(&site.app, &user, &number, posted.version, &posted.form).await {
        Ok(()) => Ok(see_other(&materials::order::looked_over(&number, &taken.skipped))),
        Err(Error::Fields(errors)) => mistakes(&site, &session, &user, known(&stored), posted, errors).await,
        Err(other) => told(&site, &session, &user, &number, posted.version, other).await,
    }
}

/// Somebody was faster.
async fn told(
    site: &Site,
    session: &Session,
    user: &CompanyUser,
    number: &OrderNumber,
    seen: i64,
    error: Error,
) -> Result<Response, Failure> {
    let (find, url) = (Find::Own(user.id, number.clone()), format!("/cakey/orders/{number}"));
    super::changed::told(site, super::changed::StalePage { session, menu: Menu::Orders, find, url, seen }, error).await
}

/// The order that is changed, and the certificates that lend personal numbers.
type Known = (Option<SavedOrder>, Vec<CertificateItem>);

fn known(stored: &Stored) -> Known {
    (Some(SavedOrder::of(stored)), stored.draft.items.clone())
}

async fn mistakes(
    site: &Site,
    session: &Session,
    user: &CompanyUser,
    (saved, lent): Known,
    posted: OrderFormBody,
    errors: FieldErrors,
) -> Result<Response, Failure> {
    let OrderFormBody { op: operation, version, form, .. } = posted;
    let filled = FormView { saved, lent, version, operation, errors, ..FormView::of(form) };
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &form_page(site, session, user, filled).await?)
}

/// The same form again, with the rows, the price or the address that its button asked for; `refused`: files that were
/// not taken.
async fn again(
    site: &Site,
    session: &Session,
    user: &CompanyUser,
    (saved, lent): Known,
    posted: OrderFormBody,
    refused: FieldErrors,
) -> Result<Response, Failure> {
    let OrderFormBody { act, op: operation, version, mut form, again, .. } = posted;
    let mut notice = "";
    let mut errors = FieldErrors::new();
    if act == AREA {
        clear_strange(&form.rp, &mut form.rc, &mut form.rd);
    } else if act == "copy" {
        form.get = "courier".into();
        let company = company::load(&site.app, user.id).await?;
        if !copy_address(&mut form, &company) {
            notice = "基本信息里还没有注册地址，请先完善基本信息，或直接填写收件地址";
        }
    } else {
        let offer = draft::offer(&site.app, user, &form, lent.clone()).await?;
        errors = form.check_price_inputs(&offer.context()).err().unwrap_or_default();
    }
    refused.iter().for_each(|(name, sentence)| errors.add(name, sentence));
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let filled = FormView { saved, lent, version, operation, notice, errors, again, ..FormView::of(form) };
    page_with(status, &form_page(site, session, user, filled).await?)
}

/// A new form: what most companies order, to their own address.
async fn first_form(site: &Site, user: &CompanyUser) -> Result<OrderForm, Failure> {
    let mut form = OrderForm { certs: "1".into(), seals: "1".into(), get: "courier".into(), ..OrderForm::default() };
    copy_address(&mut form, &company::load(&site.app, user.id).await?);
    Ok(form)
}

/// Fills in the registered address, and the contact where nobody is named yet. False if there is no address.
fn copy_address(form: &mut OrderForm, company: &company::Company) -> bool {
    if form.rn.trim().is_empty() {
        form.rn.clone_from(&company.contact.name);
    }
    if form.rm.trim().is_empty() {
        form.rm = company.contact.mobile.as_str().to_owned();
    }
    let Some(profile) = &company.profile else { return false };
    form.rp.clone_from(&profile.province);
    form.rc.clone_from(&profile.city);
    form.rd.clone_from(&profile.district);
    form.ra.clone_from(&profile.address);
    true
}
