//! The frame that a page is drawn in (layout.html): the band on top, the menu, the foot.

use crate::session::duty_page;
use crate::site::Site;
use app::account::{Session, StaffUser, Who};
use domain::actor::Role;
use std::borrow::Borrow;

/// What layout.html shows around a page. Every page struct has a field `shell` of this type.
#[derive(Clone, Debug)]
pub struct Shell {
    /// The page's name; the window's title starts with it.
    pub title: String,
    /// True when the page shows mistakes of a form: the window's title then starts with 错误.
    pub error_title: bool,
    /// The entry of the menu that is marked.
    pub menu: Menu,
    /// Who looks at it.
    pub user: ShellUser,
    /// The token for every form.
    pub csrf: String,
    /// 客服电话.
    pub phone: String,
    /// 客服 QQ.
    pub qq: String,
    /// The authority's name.
    pub payee: String,
    /// Of a demonstration: the page that stands for the phone; else empty.
    pub demo_phone: String,
}

/// The entries of the menus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Menu {
    /// A page without an entry.
    None,
    /// 首页.
    Home,
    /// 订单服务.
    Orders,
    /// 发票管理.
    Invoices,
    /// 基本信息.
    Company,
    /// 发票信息.
    InvoiceProfile,
    /// 用户信息.
    Contact,
    /// 账号安全.
    Account,
    /// 接口客户端.
    Clients,
    /// 帮助.
    Help,
    /// The login of staff, in their frame without a menu.
    StaffLogin,
    /// 工作台.
    Workbench,
    /// 审核队列.
    Review,
    /// 订单 of every company.
    Overview,
    /// 审计.
    Audit,
    /// 企业.
    Companies,
    /// 拒绝原因.
    Reasons,
    /// 发货.
    Shipping,
    /// 网点自取.
    Desk,
    /// 财务.
    Finance,
    /// 发票, over all companies.
    Invoicing,
    /// 失败任务.
    Jobs,
    /// 消息记录.
    Messages,
    /// 员工账号.
    Accounts,
    /// 网点, set up.
    Outlets,
    /// 交易平台 and 收费标准.
    Projects,
    /// 公告.
    Announcements,
    /// 我的账号.
    Own,
}

impl Menu {
    /// The heading above the entry in the menu of staff; daily work has none.
    fn group(self) -> &'static str {
        match self {
            Menu::Accounts | Menu::Outlets | Menu::Projects | Menu::Announcements | Menu::Reasons | Menu::Clients => {
                "配置"
            }
            Menu::Own => "本人",
            _ => "",
        }
    }
}

/// Who looks at a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShellUser {
    /// Nobody has logged in: no menu.
    Nobody,
    /// A company.
    Company {
        /// 企业名称.
        name: String,
    },
    /// A company with something to do first: no menu, only the way out.
    Restricted {
        /// 企业名称.
        name: String,
        /// The page where it is done.
        page: &'static str,
    },
    /// A member of staff.
    Staff {
        /// The person's name.
        name: String,
        /// 审核员, or 网点人员 with the outlet.
        role_label: String,
        /// The menu of the role.
        items: Vec<StaffItem>,
    },
}

/// An entry of the staff's menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StaffItem {
    /// Which one.
    pub menu: Menu,
    /// Where it leads.
    pub url: &'static str,
    /// Its word.
    pub label: &'static str,
}

const fn item(menu: Menu, url: &'static str, label: &'static str) -> StaffItem {
    StaffItem { menu, url, label }
}

const WORKBENCH: StaffItem = item(Menu::Workbench, "/cakey/staff/home", "工作台");
const REVIEW: StaffItem = item(Menu::Review, "/cakey/staff/review", "审核队列");
const SHIPPING: StaffItem = item(Menu::Shipping, "/cakey/staff/shipping", "发货");
const DESK: StaffItem = item(Menu::Desk, "/cakey/staff/desk", "网点自取");
const FINANCE: StaffItem = item(Menu::Finance, "/cakey/staff/finance", "财务");
const INVOICING: StaffItem = item(Menu::Invoicing, "/cakey/staff/invoices", "发票");
const JOBS: StaffItem = item(Menu::Jobs, "/cakey/staff/jobs", "失败任务");
const MESSAGES: StaffItem = item(Menu::Messages, "/cakey/staff/messages", "消息记录");
const OVERVIEW: StaffItem = item(Menu::Overview, "/cakey/staff/orders", "订单");
const CLIENTS: StaffItem = item(Menu::Clients, "/cakey/staff/clients", "接口客户端");
const AUDIT: StaffItem = item(Menu::Audit, "/cakey/staff/audit", "审计");
const COMPANIES: StaffItem = item(Menu::Companies, "/cakey/staff/companies", "企业");
const REASONS: StaffItem = item(Menu::Reasons, "/cakey/staff/reasons", "拒绝原因");
const ACCOUNTS: StaffItem = item(Menu::Accounts, "/cakey/staff/accounts", "员工账号");
const OUTLETS: StaffItem = item(Menu::Outlets, "/cakey/staff/outlets", "网点");
const PROJECTS: StaffItem = item(Menu::Projects, "/cakey/staff/projects", "交易平台");
const ANNOUNCEMENTS: StaffItem = item(Menu::Announcements, "/cakey/staff/announcements", "公告");
const OWN: StaffItem = item(Menu::Own, "/cakey/staff/me", "我的账号");

/// The consoles of a role, the first one is where the login leads. 我的账号 comes after them for everybody.
pub fn consoles(role: Role) -> &'static [StaffItem] {
    match role {
        Role::Reviewer => &[WORKBENCH, REVIEW, OVERVIEW, COMPANIES],
        Role::Shipper => &[WORKBENCH, SHIPPING, OVERVIEW],
        Role::Supervisor => {
            &[WORKBENCH, REVIEW, SHIPPING, OVERVIEW, COMPANIES, FINANCE, INVOICING, MESSAGES, JOBS, PROJECTS, REASONS]
        }
        Role::Outlet => &[WORKBENCH, DESK, OVERVIEW],
        Role::Support => &[WORKBENCH, OVERVIEW, COMPANIES, MESSAGES, INVOICING, JOBS],
        Role::Finance => &[WORKBENCH, OVERVIEW, FINANCE, INVOICING, JOBS],
        Role::Auditor => &[WORKBENCH, OVERVIEW, COMPANIES, AUDIT],
        Role::Admin => &[WORKBENCH, ACCOUNTS, OUTLETS, PROJECTS, ANNOUNCEMENTS, REASONS, CLIENTS],
    }
}

/// Where a login leads.
pub fn home_of(role: Role) -> &'static str {
    consoles(role).first().map_or(OWN.url, |item| item.url)
}

/// The shell of a page of somebody with a session.
pub fn shell(site: &Site, session: &Session, menu: Menu, title: &str) -> Shell {
    Shell::new(site, Some(session), menu, title)
}

impl Shell {
    /// The shell of any page; a failure's page may have no session.
    pub fn new(site: &Site, session: Option<&Session>, menu: Menu, title: &str) -> Shell {
        let settings = &site.app.settings;
        Shell {
            title: title.to_owned(),
            error_title: false,
            menu,
            user: session.map_or(ShellUser::Nobody, |session| ShellUser::of(&session.who)),
            csrf: session.map(|session| session.csrf.clone()).unwrap_or_default(),
            phone: settings.phone.clone(),
            qq: settings.qq.clone(),
            payee: settings.payee.clone(),
            demo_phone: site.settings.demo_phone.clone(),
        }
    }

    /// The same page with mistakes to correct, if there are any.
    pub fn with_errors(mut self, errors: &domain::field::FieldErrors) -> Shell {
        self.error_title = !errors.is_empty();
        self
    }

    /// The attributes of the menu's entry: it is marked when the page belongs to it.
    pub fn here(&self, entry: impl Borrow<Menu>) -> &'static str {
        if self.menu == *entry.borrow() { r#" class="on" aria-current="page""# } else { "" }
    }

    /// The heading to write above this entry of the staff's menu; empty for all but the first of a group.
    pub fn heading(&self, items: &[StaffItem], index: impl Borrow<usize>) -> &'static str {
        let index = *index.borrow();
        let group = |at: usize| items.get(at).map_or("", |item| item.menu.group());
        let opens = index == 0 || group(index - 1) != group(index);
        if opens { group(index) } else { "" }
    }

    /// True for the staff's pages, their login too.
    pub fn is_staff(&self) -> bool {
        self.menu == Menu::StaffLogin || matches!(self.user, ShellUser::Staff { .. })
    }

    /// True when there is a menu at the side.
    pub fn has_menu(&self) -> bool {
        matches!(self.user, ShellUser::Company { .. } | ShellUser::Staff { .. })
    }
}

impl ShellUser {
    fn of(who: &Who) -> ShellUser {
        match who {
            Who::Nobody => ShellUser::Nobody,
            Who::Company(user) => ShellUser::Company { name: user.name.clone() },
            Who::Restricted(user, duty) => ShellUser::Restricted { name: user.name.clone(), page: duty_page(*duty) },
            Who::Staff(user) => ShellUser::staff(user),
        }
    }

    /// A member of staff with the menu of the role.
    pub fn staff(user: &StaffUser) -> ShellUser {
        let role = user.role.label();
        let role_label = user.outlet_name.as_ref().map_or(role.to_owned(), |outlet| format!("{role} · {outlet}"));
        let items = consoles(user.role).iter().copied().chain([OWN]).collect();
        ShellUser::Staff { name: user.name.clone(), role_label, items }
    }

    /// The first page of this visitor, and its name.
    pub fn home(&self) -> (&'static str, &'static str) {
        match self {
            ShellUser::Nobody => ("/cakey/", "去登录"),
            ShellUser::Company { .. } => ("/cakey/home", "回首页"),
            ShellUser::Restricted { page, .. } => (page, "继续"),
            ShellUser::Staff { items, .. } => items.first().map_or(("/cakey/staff", "工作台"), |i| (i.url, i.label)),
        }
    }
}
