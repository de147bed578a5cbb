//! The frame that a page is drawn in (layout.html): the band on top, the menu, the foot.

use crate::site::Site;
use app::account::Session;
use app::payment::Gateways;
use app::who::{Duty, StaffUser, Who};
use domain::rights::{Act, Role};
use std::borrow::Borrow;
use std::sync::Arc;

/// What layout.html shows around a page. Every page struct has a field `shell` of this type.
#[derive(Clone, Debug)]
pub struct Shell {
    /// The page's name; the window's title starts with it.
    pub title: String,
    /// True when the page shows mistakes of a form: the window's title then starts with 错误.
    pub error_title: bool,
    /// The entry of the menu that is marked.
    pub menu: Menu,
    pub user: ShellUser,
    /// The token for every form.
    pub csrf: String,
    /// 客服电话.
    pub phone: String,
    /// 客服 QQ.
    pub qq: String,
    /// The authority's name.
    pub payee: String,
    /// Where people pay, and what past payments' gateways are called.
    pub gateways: Arc<Gateways>,
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
    Staff {
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
    pub menu: Menu,
    /// The right to read what it leads to.
    pub act: Act,
    pub url: &'static str,
    pub label: &'static str,
}

const fn item(menu: Menu, act: Act, url: &'static str, label: &'static str) -> StaffItem {
    StaffItem { menu, act, url, label }
}

/// The staff's menu in its order; of it everybody sees what they may open.
const MENU: [StaffItem; 18] = [
    item(Menu::Workbench, Act::OwnAccount, "/cakey/staff/home", "工作台"),
    item(Menu::Review, Act::ReadReviews, "/cakey/staff/review", "审核队列"),
    item(Menu::Shipping, Act::ReadShipping, "/cakey/staff/shipping", "发货"),
    item(Menu::Desk, Act::ReadPickups, "/cakey/staff/desk", "网点自取"),
    item(Menu::Overview, Act::ReadOrders, "/cakey/staff/orders", "订单"),
    item(Menu::Companies, Act::ReadCompanies, "/cakey/staff/companies", "企业"),
    item(Menu::Finance, Act::ReadFinance, "/cakey/staff/finance", "财务"),
    item(Menu::Invoicing, Act::ReadInvoices, "/cakey/staff/invoices", "发票"),
    item(Menu::Messages, Act::ReadMessages, "/cakey/staff/messages", "消息记录"),
    item(Menu::Jobs, Act::ReadJobs, "/cakey/staff/jobs", "失败任务"),
    item(Menu::Audit, Act::ReadAudit, "/cakey/staff/audit", "审计"),
    item(Menu::Accounts, Act::KeepAccounts, "/cakey/staff/accounts", "员工账号"),
    item(Menu::Outlets, Act::KeepOutlets, "/cakey/staff/outlets", "网点"),
    item(Menu::Projects, Act::ReadProjects, "/cakey/staff/projects", "交易平台"),
    item(Menu::Announcements, Act::KeepAnnouncements, "/cakey/staff/announcements", "公告"),
    item(Menu::Reasons, Act::KeepReasons, "/cakey/staff/reasons", "拒绝原因"),
    item(Menu::Clients, Act::KeepClients, "/cakey/staff/clients", "接口客户端"),
    item(Menu::Own, Act::OwnAccount, "/cakey/staff/me", "我的账号"),
];

/// The menu of a role; the first entry is where the login leads, 我的账号 comes last.
pub fn menu_of(role: Role) -> impl Iterator<Item = StaffItem> {
    MENU.into_iter().filter(move |item| item.act.is_for(role))
}

/// Where every login of staff leads.
pub const STAFF_HOME: &str = MENU[0].url;

/// The page where a restricted session does what it must.
pub fn duty_page(duty: Duty) -> &'static str {
    match duty {
        Duty::NewPassword => "/cakey/password",
        Duty::Consent => "/cakey/consent",
    }
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
            gateways: Arc::clone(&site.app.gateways),
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
        let role = user.role.title();
        let role_label = user.outlet_name.as_ref().map_or(role.to_owned(), |outlet| format!("{role} · {outlet}"));
        ShellUser::Staff { name: user.name.clone(), role_label, items: menu_of(user.role).collect() }
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
