//! The desk: three lists, 待到货, 可取 and 已交付, a search over all of them and what is completed, and the form of the
//! order that was chosen with the log of its contacts.

use super::contacts::{ContactLine, Contacts, spoken};
use crate::failure::Failure;
use crate::orders::number::Number;
use crate::orders::view::short_content;
use crate::page::page;
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::account::Session;
use app::desk;
use app::order::query::{self, Detail, OrderLine};
use app::order::store::Find;
use app::who::StaffUser;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::company::PersonIdKind;
use domain::field::FieldErrors;
use domain::id::OrderNumber;
use domain::order::staff_form::HandoverForm;
use domain::order::{Handover, State as OrderState};
use domain::rights::Act;
use domain::time;
use serde::Deserialize;

/// Which list, or what is looked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DeskQuery {
    tab: String,
    kw: String,
    /// What was registered just now.
    done: String,
}

/// What the desk does next with an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeskAct {
    /// 登记到货.
    Ready,
    /// 登记交付.
    HandOver,
    /// The user confirms.
    Nothing,
}

/// A list of the desk.
struct Tab {
    code: &'static str,
    label: &'static str,
    count: usize,
    on: bool,
}

/// Codes and words of the three lists, in the order of an order's way.
const TABS: [(&str, &str, DeskAct); 3] = [
    ("coming", "待到货", DeskAct::Ready),
    ("ready", "可取", DeskAct::HandOver),
    ("handed", "已交付，待用户确认", DeskAct::Nothing),
];

#[derive(Template)]
#[template(path = "desk/page.html")]
pub struct DeskPage {
    shell: Shell,
    outlet: String,
    told: &'static str,
    tabs: Vec<Tab>,
    caption: &'static str,
    kw: String,
    rows: Vec<Row>,
    chosen: Option<DeskOrder>,
    log: Vec<ContactLine>,
    id_kinds: &'static [PersonIdKind],
    form: HandoverForm,
    errors: FieldErrors,
    confirm_days: i64,
}

struct Row {
    number: String,
    version: i64,
    company: String,
    content: String,
    since: String,
    spoken: ContactLine,
    act: DeskAct,
}

/// The order whose form is open.
struct DeskOrder {
    number: String,
    version: i64,
    title: &'static str,
    company: String,
    goods: String,
    contact: String,
    mobile: String,
    progress: String,
    act: DeskAct,
}

impl DeskAct {
    fn of(handover: &Handover) -> DeskAct {
        match handover {
            Handover::NotReady => DeskAct::Ready,
            Handover::Ready { .. } => DeskAct::HandOver,
            Handover::HandedOver { .. } => DeskAct::Nothing,
        }
    }
}

/// GET /cakey/staff/desk.
pub async fn show(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Query(asked): Query<DeskQuery>,
) -> Result<Response, Failure> {
    let lines = query::outlet_desk(&site.app, &user).await?;
    let act = TABS.iter().find(|(code, ..)| *code == asked.tab).map_or(first_act(&lines), |(_, _, act)| *act);
    let frame = Frame::of(&site, &session, &user).await?;
    let contacts = frame.contacts.clone();
    let mut template = desk_page(frame, &lines, act, None, HandoverForm::default(), FieldErrors::new());
    template.told = told(&asked.done);
    if !asked.kw.trim().is_empty() {
        let found = desk::search(&site.app, &user, asked.kw.trim()).await?;
        template.rows = found.iter().filter_map(|line| Row::of(line, &contacts)).collect();
        template.tabs.iter_mut().for_each(|tab| tab.on = false);
        template.caption = "查找到";
        template.kw = asked.kw;
    }
    page(&template)
}

fn told(done: &str) -> &'static str {
    match done {
        "ready" => "已登记到货，订单在“可取”里。请打电话与用户约定领取时间",
        "handed" => "已登记交付，订单在“已交付”里。请提醒用户登录系统确认收货",
        "contact" => "已登记这次联系",
        _ => "",
    }
}

/// GET /cakey/staff/desk/{number}.
pub async fn chosen(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Number(number): Number,
    Query(asked): Query<DeskQuery>,
) -> Result<Response, Failure> {
    let template = with_form(&site, &session, &user, &number, HandoverForm::default(), FieldErrors::new()).await?;
    page(&DeskPage { told: told(&asked.done), ..template })
}

/// The desk with the form of one order, as it was typed.
pub async fn with_form(
    site: &Site,
    session: &Session,
    user: &StaffUser,
    number: &OrderNumber,
    form: HandoverForm,
    errors: FieldErrors,
) -> Result<DeskPage, Failure> {
    let lines = query::outlet_desk(&site.app, user).await?;
    let detail = query::detail(&site.app, at_desk(user, number)).await?;
    let act = act_of(&detail.stored.order.state).ok_or(Failure::NotFound)?;
    let log = desk::contacts(&site.app, user, number).await?;
    let frame = Frame::of(site, session, user).await?;
    let template = desk_page(frame, &lines, act, Some(&detail), form, errors);
    Ok(DeskPage { log: log.iter().map(spoken).collect(), ..template })
}

/// An order as the staff of its outlet may see it.
pub fn at_desk(user: &StaffUser, number: &OrderNumber) -> Find {
    Find::Staff(user.id, Act::ReadPickups, number.clone())
}

struct Frame {
    shell: Shell,
    outlet: String,
    confirm_days: i64,
    contacts: Contacts,
}

impl Frame {
    async fn of(site: &Site, session: &Session, user: &StaffUser) -> Result<Frame, Failure> {
        let contacts = Contacts::of(desk::last_contacts(&site.app, user).await?, site.app.now());
        Ok(Frame {
            contacts,
            shell: shell(site, session, Menu::Desk, "网点自取"),
            outlet: user.outlet_name.clone().unwrap_or_default(),
            confirm_days: site.app.settings.deadlines.handed_over_days,
        })
    }
}

fn act_of(state: &OrderState) -> Option<DeskAct> {
    match state {
        OrderState::Processing { handover, .. } => Some(DeskAct::of(handover)),
        OrderState::Completed { .. } => Some(DeskAct::Nothing),
        _ => None,
    }
}

/// The list that has something to do.
fn first_act(lines: &[OrderLine]) -> DeskAct {
    let has = |act| lines.iter().any(|line| act_of(&line.state) == Some(act));
    if has(DeskAct::HandOver) || !has(DeskAct::Ready) { DeskAct::HandOver } else { DeskAct::Ready }
}

fn desk_page(
    frame: Frame,
    lines: &[OrderLine],
    act: DeskAct,
    detail: Option<&Detail>,
    form: HandoverForm,
    errors: FieldErrors,
) -> DeskPage {
    let of = |act| lines.iter().filter(move |line| act_of(&line.state) == Some(act));
    let tab = |(code, label, its)| Tab { code, label, count: of(its).count(), on: its == act };
    DeskPage {
        outlet: frame.outlet,
        told: "",
        confirm_days: frame.confirm_days,
        caption: TABS.iter().find(|(_, _, its)| *its == act).map_or("", |(_, label, _)| label),
        tabs: TABS.map(tab).into(),
        kw: String::new(),
        rows: of(act).filter_map(|line| Row::of(line, &frame.contacts)).collect(),
        log: Vec::new(),
        id_kinds: PersonIdKind::ALL,
        chosen: detail.and_then(DeskOrder::of),
        shell: frame.shell.with_errors(&errors),
        form,
        errors,
    }
}

fn progress(state: &OrderState) -> Option<String> {
    match state {
        OrderState::Processing { handover, .. } => Some(match handover {
            Handover::NotReady => "还没有到货".to_owned(),
            Handover::Ready { since } => format!("{} 到货", time::short_text(*since)),
            Handover::HandedOver { collector, at } => format!("{} {}", time::short_text(*at), collector.sentence()),
        }),
        OrderState::Completed { .. } => Some("用户已确认收货".to_owned()),
        _ => None,
    }
}

impl Row {
    fn of(line: &OrderLine, contacts: &Contacts) -> Option<Row> {
        Some(Row {
            number: line.number.clone(),
            version: line.version,
            company: line.company.clone(),
            content: short_content(line.certificates, line.seals),
            since: progress(&line.state)?,
            spoken: contacts.about(line),
            act: act_of(&line.state)?,
        })
    }
}

impl DeskOrder {
    fn of(detail: &Detail) -> Option<DeskOrder> {
        let order = &detail.stored.order;
        let contact = detail.snapshot.as_ref().map(|snapshot| &snapshot.contact);
        let act = act_of(&order.state)?;
        Some(DeskOrder {
            number: order.number.to_string(),
            version: order.version,
            title: match act {
                DeskAct::Ready => "到货",
                DeskAct::HandOver => "交付",
                DeskAct::Nothing => "已交付",
            },
            company: detail.company.clone(),
            goods: format!("UKey（锁）{} 把", detail.stored.draft.certificates()),
            contact: contact.map(|contact| contact.name.clone()).unwrap_or_default(),
            mobile: contact.map(|contact| contact.mobile.as_str().to_owned()).unwrap_or_default(),
            progress: progress(&order.state)?,
            act,
        })
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use crate::orders::sample;
    let frame = || Frame {
        shell: crate::samples::staff_shell(domain::rights::Role::Outlet, Menu::Desk, "网点自取"),
        outlet: "东湖网点".into(),
        confirm_days: 7,
        contacts: super::contacts::sample_contacts(),
    };
    let ready = || Handover::Ready { since: sample::at("2026-11-20 09:00:00") };
    let states = [Handover::NotReady, ready(), sample::handed_over()].map(sample::processing);
    let lines: Vec<OrderLine> = states.into_iter().map(sample::line).collect();
    let errors = HandoverForm { who: "proxy".into(), ..HandoverForm::default() };
    let wrong = errors.check("林晓岚", jiff::civil::date(2026, 11, 23)).err().unwrap_or_default();
    let page = |name: &str, handover: Option<Handover>, form: HandoverForm, errors: FieldErrors| {
        let detail = handover.map(|handover| sample::detail(sample::processing(handover)));
        let act = detail.as_ref().and_then(|d| act_of(&d.stored.order.state)).unwrap_or(DeskAct::Ready);
        let template = desk_page(frame(), &lines, act, detail.as_ref(), form, errors);
        let log = if detail.is_some() { vec![super::contacts::sample_spoken()] } else { Vec::new() };
        (name.to_owned(), DeskPage { log, ..template }.to_string())
    };
    let blank = HandoverForm::default;
    vec![
        page("desk", None, blank(), FieldErrors::new()),
        page("desk arrival", Some(Handover::NotReady), blank(), FieldErrors::new()),
        page("desk handover", Some(ready()), blank(), FieldErrors::new()),
        page("desk handed over", Some(sample::handed_over()), blank(), FieldErrors::new()),
        page("desk mistakes", Some(ready()), errors, wrong),
    ]
}

#[cfg(test)]
mod tests {
    #[test]
    fn each_step_has_its_own_form() {
        let samples = super::samples();
        let has = |n: usize, words: &str| samples[n].1.contains(words);
        assert!(has(1, "/ready\"") && has(1, "登记到货") && !has(1, "证件号码"));
        assert!(has(2, "/handover\"") && has(2, "登记交付") && has(2, "证件号码"));
        assert!(!has(3, ">登记交付<") && has(3, "经办人林晓岚本人领取") && has(3, "/receipt\""));
    }

    #[test]
    fn the_tabs_count() {
        let (_, html) = super::samples().remove(0);
        for words in ["待到货 1", "可取 1", "已交付，待用户确认 1"] {
            assert!(html.contains(words), "{words}");
        }
    }
}
