//! Who of the staff may do or read what: the one table. Routes, the menu, the machine, the buttons of pages and the
//! conditions in SQL ask it or are compared with it by a test; docs/rights.md is printed from it. What a company may do
//! with its own orders is no part of it: that is `order::machine`.

use crate::id::{OutletId, StaffId};
use crate::order::StatusCode;
use crate::text::choice;
use std::sync::LazyLock;

choice! {
    /// The roles of the staff side, in the order of the manual of accounts.
    Role {
        /// Approves and rejects.
        Reviewer = "reviewer", "审核员";
        /// Makes certificates, records waybills.
        Shipper = "shipper", "制证发货员";
        /// Hands over, at the own outlet only.
        Outlet = "outlet", "网点人员";
        /// Helps companies: accounts, messages, another way of delivery.
        Support = "support", "客服";
        /// Money and invoices.
        Finance = "finance", "财务";
        /// Decides what needs a second person, and stands in for the others.
        Supervisor = "supervisor", "主管";
        /// Accounts and settings; no business rights.
        Admin = "admin", "系统管理员";
        /// Reads only.
        Auditor = "auditor", "审计员";
    }
}

/// Where an order must lie for an act on it. The machine judges the exact state; what lies elsewhere is not found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderScope {
    /// The act is not about one order.
    Nowhere,
    /// Any order, drafts included.
    Anywhere,
    /// Submitted at least once.
    Submitted,
    /// In one of these states.
    In(&'static [StatusCode]),
}

/// Who else has to take part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondPerson {
    None,
    /// Whoever releases is not the one who asked.
    OtherThanAsker,
    /// Whoever decides is not the one who entered the order on the company's behalf.
    OtherThanEntered,
    /// Nobody does it to the own account.
    AnotherAdministrator,
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Right {
    /// What is done or read.
    pub act: Act,
    pub title: &'static str,
    /// The roles that may, on whatever it is.
    pub roles: &'static [Role],
    /// The roles that may, on orders of the own outlet.
    pub own_outlet: &'static [Role],
    /// Where an order lies for it.
    pub place: OrderScope,
    /// Whether one person is enough.
    pub second: SecondPerson,
}

macro_rules! or_nobody {
    () => {
        &[]
    };
    ($roles:expr) => {
        $roles
    };
}

/// Makes the acts and their table out of `Act = "中文": [roles], place, second person;` lines; after `own` come those who
/// may on orders of their own outlet alone.
macro_rules! acts {
    ($($(#[$doc:meta])* $act:ident = $title:literal: $roles:expr, $place:expr, $second:expr $(, own $own:expr)?;)+) => {
        /// What staff do, and what they read: acts of their own, since more people read than do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Act { $($(#[$doc])* $act,)+ }

        impl Act {
            /// Every act, in the order of the table.
            pub const ALL: &'static [Act] = &[$(Act::$act),+];
        }

        static TABLE: &[Right] = &[$(Right {
            act: Act::$act,
            title: $title,
            roles: $roles,
            own_outlet: or_nobody!($($own)?),
            place: $place,
            second: $second,
        }),+];
    };
}

use OrderScope::{Anywhere, Nowhere, Submitted};
use Role::{Admin, Auditor, Finance, Outlet, Reviewer, Shipper, Supervisor, Support};
use SecondPerson::{AnotherAdministrator, None as Alone, OtherThanAsker, OtherThanEntered};

const SHIPPING: OrderScope =
    OrderScope::In(&[StatusCode::ToShip, StatusCode::Shipped, StatusCode::Processing, StatusCode::Completed]);
const PICKUP: OrderScope = OrderScope::In(&[StatusCode::Processing, StatusCode::Completed]);

acts! {
    /// The queue, an order in it, its materials, and the whole personal data of its people (with a row in the trail).
    ReadReviews = "查看待审核订单": &[Reviewer, Supervisor], Submitted, Alone;
    /// 领取, 放回, 要求补正, 通过, 拒绝.
    Review = "审核": &[Reviewer, Supervisor], Submitted, OtherThanEntered;
    /// The lists of what is to be sent and was sent.
    ReadShipping = "查看发货": &[Shipper, Supervisor], SHIPPING, Alone;
    /// Waybills, one or a list of them, and returned parcels.
    Ship = "发货": &[Shipper, Supervisor], SHIPPING, Alone;
    /// The pickups of an outlet.
    ReadPickups = "查看网点自取": &[], PICKUP, Alone, own &[Outlet];
    /// 登记到货, 登记联系, 登记交付.
    HandOver = "交付": &[], PICKUP, Alone, own &[Outlet];
    /// Every order and its history; personal data masked.
    ReadOrders = "查看订单":
        &[Reviewer, Shipper, Support, Finance, Supervisor, Auditor], Anywhere, Alone, own &[Outlet];
    /// From courier to pickup and back, with the company's consent.
    SwitchDelivery = "变更获取方式": &[Support, Supervisor], Anywhere, Alone;
    /// Refunds after sale, and the orders that one may be asked for.
    ReadAfterSale = "查看售后退款": &[Finance, Supervisor], Submitted, Alone;
    /// The first half of a refund after sale.
    AskAfterSale = "申请售后退款": &[Supervisor], Submitted, Alone;
    /// The second half.
    ReleaseAfterSale = "放行售后退款": &[Finance], Submitted, OtherThanAsker;
    /// Either side takes it back before it is released.
    CancelAfterSale = "撤销售后退款": &[Supervisor, Finance], Submitted, Alone;

    /// Payments, refunds, cases, the day's figures and their export.
    ReadFinance = "查看财务": &[Finance, Supervisor], Nowhere, Alone;
    /// 重试, 登记线下退款, 撤回 of a refund that the gateway did not carry out.
    SettleRefunds = "处理退款": &[Finance, Supervisor], Nowhere, Alone;
    /// A refund that was paid back off line.
    ReleaseRefund = "放行线下退款": &[Finance, Supervisor], Nowhere, OtherThanAsker;
    /// 资金异常.
    SettleCases = "处理资金异常": &[Finance, Supervisor], Nowhere, Alone;
    /// Invoices over all companies.
    ReadInvoices = "查看发票": &[Finance, Support, Supervisor], Nowhere, Alone;
    /// Issue again, mail again.
    HandleInvoices = "处理发票": &[Finance, Support, Supervisor], Nowhere, Alone;
    /// 登记冲红.
    FlushInvoices = "登记冲红": &[Finance, Supervisor], Nowhere, Alone;
    /// 失败任务.
    ReadJobs = "查看失败任务": &[Finance, Support, Supervisor], Nowhere, Alone;
    /// Runs one again.
    RetryJobs = "重试失败任务": &[Finance, Support, Supervisor], Nowhere, Alone;
    /// 消息记录.
    ReadMessages = "查看消息记录": &[Support, Supervisor], Nowhere, Alone;
    /// Sends one again.
    ResendMessages = "重发消息": &[Support, Supervisor], Nowhere, Alone;

    /// Companies, their profiles masked.
    ReadCompanies = "查看企业": &[Support, Supervisor, Reviewer, Auditor], Nowhere, Alone;
    /// The names of companies, for the filter of orders.
    FindCompanies = "按名称查找企业":
        &[Reviewer, Shipper, Support, Finance, Supervisor, Auditor], Nowhere, Alone;
    /// One field of a company's personal data whole, with a row in the trail.
    RevealCompanies = "查看企业完整信息": &[Support, Supervisor, Reviewer, Auditor], Nowhere, Alone;
    /// 停用, 启用.
    SwitchCompanies = "停用和启用企业": &[Support, Supervisor], Nowhere, Alone;
    /// 账号找回 that waits or was decided.
    ReadRescues = "查看账号找回": &[Support, Supervisor, Reviewer, Auditor], Nowhere, Alone;
    /// Asks for another mobile of an account whose owner lost the old one.
    AskRescues = "申请账号找回": &[Support, Supervisor], Nowhere, Alone;
    /// The second person's word.
    DecideRescues = "放行账号找回": &[Supervisor], Nowhere, OtherThanAsker;

    /// 员工账号.
    KeepAccounts = "维护员工账号": &[Admin], Nowhere, AnotherAdministrator;
    /// 网点.
    KeepOutlets = "维护网点": &[Admin], Nowhere, Alone;
    /// 交易平台, their rules and 材料要求.
    ReadProjects = "查看交易平台": &[Admin, Supervisor], Nowhere, Alone;
    /// The same, changed.
    KeepProjects = "维护交易平台": &[Admin], Nowhere, Alone;
    /// 收费标准 in versions.
    KeepPrices = "维护收费标准": &[Admin, Supervisor], Nowhere, Alone;
    /// 公告.
    KeepAnnouncements = "维护公告": &[Admin], Nowhere, Alone;
    /// 拒绝原因, those that are switched off too.
    KeepReasons = "维护拒绝原因": &[Supervisor, Admin], Nowhere, Alone;
    /// 接口客户端.
    KeepClients = "维护接口客户端": &[Admin], Nowhere, Alone;
    /// The trail.
    ReadAudit = "查看审计记录": &[Auditor], Nowhere, Alone;

    /// 工作台 and 我的账号.
    OwnAccount = "工作台和我的账号": Role::ALL, Nowhere, Alone;
    /// 待审核 on 工作台.
    CountReviews = "工作台：待审核": &[Reviewer, Support, Supervisor, Auditor], Nowhere, Alone;
    /// 待发货 on 工作台.
    CountShipments = "工作台：待发货": &[Shipper, Support, Supervisor, Auditor], Nowhere, Alone;
    /// 自取 on 工作台.
    CountPickups = "工作台：自取": &[Support, Supervisor, Auditor], Nowhere, Alone, own &[Outlet];
    /// 退款异常 on 工作台.
    CountRefunds = "工作台：退款异常": &[Finance, Supervisor, Auditor], Nowhere, Alone;
    /// 资金异常 on 工作台.
    CountCases = "工作台：资金异常": &[Finance, Supervisor, Auditor], Nowhere, Alone;
    /// 发票失败 on 工作台.
    CountInvoices = "工作台：发票失败": &[Finance, Support, Supervisor, Auditor], Nowhere, Alone;
    /// 待冲红 on 工作台.
    CountRedInvoices = "工作台：待冲红": &[Finance, Supervisor, Auditor], Nowhere, Alone;
    /// 短信失败 on 工作台.
    CountMessages = "工作台：短信失败": &[Support, Supervisor, Auditor], Nowhere, Alone;
    /// 账号找回 on 工作台.
    CountRescues = "工作台：账号找回": &[Support, Supervisor, Auditor], Nowhere, Alone;
}

/// The roles of each act as statements compare them.
static ROLES_TEXT: LazyLock<Vec<String>> = LazyLock::new(|| TABLE.iter().map(Right::roles_text).collect());
/// The place of each act as statements compare it.
static PLACE_TEXT: LazyLock<Vec<String>> = LazyLock::new(|| TABLE.iter().map(|right| right.place.text()).collect());

impl Act {
    /// Its row of the table.
    pub fn right(self) -> &'static Right {
        &TABLE[self as usize]
    }

    /// Whether somebody of this role may, on something at least.
    pub fn is_for(self, role: Role) -> bool {
        let right = self.right();
        right.roles.contains(&role) || right.own_outlet.contains(&role)
    }

    /// Whether somebody of this role, who belongs to the outlet `own`, may do it to an order of the outlet `of`.
    pub fn allows(self, role: Role, own: Option<OutletId>, of: Option<OutletId>) -> bool {
        let right = self.right();
        right.roles.contains(&role) || (right.own_outlet.contains(&role) && own.is_some() && own == of)
    }

    /// The roles for a statement to compare: `,reviewer,outlet@,`, where `@` marks those of their own outlet alone.
    pub fn roles_text(self) -> &'static str {
        &ROLES_TEXT[self as usize]
    }

    /// The place for a statement to compare: `any`, `submitted`, or the states as `,to_ship,shipped,`.
    pub fn place_text(self) -> &'static str {
        &PLACE_TEXT[self as usize]
    }
}

impl Right {
    fn roles_text(&self) -> String {
        let all = self.roles.iter().map(|role| format!(",{}", role.code()));
        all.chain(self.own_outlet.iter().map(|role| format!(",{}@", role.code()))).collect::<String>() + ","
    }
}

impl OrderScope {
    /// True if an order of this status, submitted so often, lies here.
    pub fn holds(self, status: StatusCode, submission: i64) -> bool {
        match self {
            OrderScope::Nowhere => false,
            OrderScope::Anywhere => true,
            OrderScope::Submitted => submission > 0,
            OrderScope::In(states) => states.contains(&status),
        }
    }

    fn text(self) -> String {
        match self {
            OrderScope::Nowhere => String::new(),
            OrderScope::Anywhere => "any".to_owned(),
            OrderScope::Submitted => "submitted".to_owned(),
            OrderScope::In(states) => states.iter().map(|state| format!(",{}", state.code())).collect::<String>() + ",",
        }
    }

    fn title(self) -> String {
        match self {
            OrderScope::Nowhere => "–".to_owned(),
            OrderScope::Anywhere => "任何订单".to_owned(),
            OrderScope::Submitted => "提交过的订单".to_owned(),
            OrderScope::In(states) => states.iter().map(|state| state.label()).collect::<Vec<_>>().join("、"),
        }
    }
}

impl SecondPerson {
    /// True if the rule is kept by `by`, where `first` asked, entered the order, or owns the account.
    pub fn is_kept(self, first: StaffId, by: StaffId) -> bool {
        self == SecondPerson::None || first != by
    }

    fn title(self) -> &'static str {
        match self {
            SecondPerson::None => "–",
            SecondPerson::OtherThanAsker => "不能是申请人",
            SecondPerson::OtherThanEntered => "不能是代为录入的人",
            SecondPerson::AnotherAdministrator => "自己的账号由另一位系统管理员办理",
        }
    }
}

/// docs/rights.md: every act with the roles that may.
pub fn rights_document() -> String {
    let roles: String = Role::ALL.iter().map(|role| format!(" {} |", role.title())).collect();
    let rule = "---|".repeat(Role::ALL.len() + 4);
    let rows: String = TABLE.iter().map(row).collect();
    format!(
        "# Who may what\n\nGenerated by `cargo xtask rights` from `crates/domain/src/rights.rs`; do not edit. ● everywhere, \
         ◐ on orders of the own outlet.\n\n| Act | 权限 |{roles} Orders | Second person |\n|{rule}\n{rows}"
    )
}

fn row(right: &Right) -> String {
    let cell = |role| match (right.roles.contains(role), right.own_outlet.contains(role)) {
        (true, _) => " ● |",
        (false, true) => " ◐ |",
        (false, false) => "  |",
    };
    let cells: String = Role::ALL.iter().map(cell).collect();
    let (place, second) = (right.place.title(), right.second.title());
    format!("| `{:?}` | {} |{cells} {place} | {second} |\n", right.act, right.title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_stands_at_its_row_and_somebody_may_do_it() {
        assert_eq!(TABLE.len(), Act::ALL.len());
        for act in Act::ALL {
            assert_eq!(act.right().act, *act);
            assert!(Role::ALL.iter().any(|role| act.is_for(*role)), "{act:?}");
            assert!(!act.right().own_outlet.iter().any(|role| act.right().roles.contains(role)), "{act:?}");
        }
    }

    #[test]
    fn statements_get_the_roles_and_the_place_as_text_that_no_other_code_is_part_of() {
        assert_eq!(Act::Review.roles_text(), ",reviewer,supervisor,");
        assert_eq!(Act::HandOver.roles_text(), ",outlet@,");
        assert_eq!((Act::HandOver.place_text(), Act::Review.place_text()), (",processing,completed,", "submitted"));
        assert_eq!((Act::ReadOrders.place_text(), Act::ReadAudit.place_text()), ("any", ""));
        for role in Role::ALL {
            assert!(!role.code().contains([',', '@', '_', '%']), "{role:?} would match others in SQL");
        }
    }

    #[test]
    fn the_own_outlet_is_no_other_and_an_account_without_one_has_none() {
        let (mine, other) = (Some(OutletId::new(1)), Some(OutletId::new(2)));
        assert!(Act::HandOver.allows(Role::Outlet, mine, mine));
        for (own, of) in [(mine, other), (None, None), (None, mine), (mine, None)] {
            assert!(!Act::HandOver.allows(Role::Outlet, own, of), "{own:?} {of:?}");
            assert!(!Act::HandOver.allows(Role::Supervisor, own, of), "{own:?} {of:?}");
            assert!(Act::Review.allows(Role::Reviewer, own, of), "{own:?} {of:?}");
        }
    }

    #[test]
    fn the_document_has_a_row_for_each_act_and_a_column_for_each_role() {
        let document = rights_document();
        assert_eq!(document.lines().filter(|line| line.starts_with("| `")).count(), Act::ALL.len());
        assert!(
            document.contains(
                "| `ReleaseAfterSale` | 放行售后退款 |  |  |  |  | ● |  |  |  | 提交过的订单 | 不能是申请人 |"
            )
        );
    }
}
