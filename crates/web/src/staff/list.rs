//! 员工账号: every account, and whether its person can log in.

use super::DoneQuery;
use crate::failure::Failure;
use crate::page::page;
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::staff::{self, Account};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::time;

#[derive(Template)]
#[template(path = "staff/list.html")]
struct ListPage {
    shell: Shell,
    told: &'static str,
    rows: Vec<Row>,
}

struct Row {
    id: i64,
    login: String,
    name: String,
    role: String,
    tag: (&'static str, &'static str),
    login_at: String,
}

/// GET /cakey/staff/accounts
pub async fn show(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Query(asked): Query<DoneQuery>,
) -> Result<Response, Failure> {
    let accounts = staff::list(&site.app, &user).await?;
    page(&list_page(shell(&site, &session, Menu::Accounts, "员工账号"), &accounts, &asked.done))
}

fn list_page(shell: Shell, accounts: &[Account], done: &str) -> ListPage {
    let told = match done {
        "saved" => "账号已保存，角色和网点立即生效",
        "enabled" => "账号已启用",
        "disabled" => "账号已停用，这位员工的登录已全部结束",
        _ => "",
    };
    ListPage { shell, told, rows: accounts.iter().map(Row::of).collect() }
}

/// 审核员, or 网点人员 · 东湖网点.
pub fn role_words(account: &Account) -> String {
    let outlet = account.outlet_name.as_ref().map(|name| format!(" · {name}")).unwrap_or_default();
    format!("{}{outlet}", account.role.title())
}

/// Class and word of an account's tag.
pub fn tag(account: &Account) -> (&'static str, &'static str) {
    match account {
        Account { enabled: false, .. } => ("tag", "已停用"),
        Account { activated: false, .. } => ("tag t-amb", "待激活"),
        Account { enrolled: false, .. } => ("tag t-amb", "待绑定动态口令"),
        _ => ("tag t-grn", "正常"),
    }
}

impl Row {
    fn of(account: &Account) -> Row {
        Row {
            id: account.id.get(),
            login: account.login.clone(),
            name: account.name.clone(),
            role: role_words(account),
            tag: tag(account),
            login_at: account.login_at.map_or_else(|| "还没有登录过".to_owned(), time::minute_text),
        }
    }
}

#[cfg(test)]
pub fn sample_accounts() -> Vec<Account> {
    use domain::id::{OutletId, StaffId};
    use domain::rights::Role;
    let at = "2026-11-20T01:30:00Z".parse().ok();
    let admin = Account {
        id: StaffId::new(9),
        login: "guanli".into(),
        name: "陆闻笙".into(),
        role: Role::Admin,
        outlet: None,
        outlet_name: None,
        enabled: true,
        activated: true,
        enrolled: true,
        login_at: at,
        version: 3,
    };
    let clerk = Account {
        id: StaffId::new(4),
        login: "donghu".into(),
        name: "许南乔".into(),
        role: Role::Outlet,
        outlet: Some(OutletId::new(1)),
        outlet_name: Some("东湖网点".into()),
        activated: false,
        enrolled: false,
        login_at: None,
        ..admin.clone()
    };
    let gone = Account { id: StaffId::new(5), login: "xiling".into(), enabled: false, ..clerk.clone() };
    vec![admin, clerk, gone]
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    let shell = crate::samples::staff_shell(domain::rights::Role::Admin, Menu::Accounts, "员工账号");
    vec![("staff accounts".to_owned(), list_page(shell, &sample_accounts(), "disabled").to_string())]
}
