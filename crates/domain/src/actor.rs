//! Who acts. Every command and every history entry names its actor.

use crate::id::{CompanyId, OutletId, StaffId};
use serde::{Deserialize, Serialize};

/// The roles of the staff side (design/accounts.md).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 审核员: approves and rejects.
    Reviewer,
    /// 制证发货员: makes certificates, records waybills.
    Shipper,
    /// 网点人员: hands over, at the own outlet only.
    Outlet,
    /// 客服.
    Support,
    /// 财务.
    Finance,
    /// 主管.
    Supervisor,
    /// 系统管理员: no business rights.
    Admin,
    /// 审计员: read only.
    Auditor,
}

impl Role {
    /// Every role, in the order of the manual of accounts.
    pub const ALL: [Role; 8] = [
        Role::Reviewer,
        Role::Shipper,
        Role::Outlet,
        Role::Support,
        Role::Finance,
        Role::Supervisor,
        Role::Admin,
        Role::Auditor,
    ];

    /// The code under which the role is stored.
    pub fn code(self) -> &'static str {
        match self {
            Role::Reviewer => "reviewer",
            Role::Shipper => "shipper",
            Role::Outlet => "outlet",
            Role::Support => "support",
            Role::Finance => "finance",
            Role::Supervisor => "supervisor",
            Role::Admin => "admin",
            Role::Auditor => "auditor",
        }
    }

    /// Reads a stored code back.
    pub fn from_code(code: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.code() == code)
    }

    /// The word on the screen.
    pub fn label(self) -> &'static str {
        match self {
            Role::Reviewer => "审核员",
            Role::Shipper => "制证发货员",
            Role::Outlet => "网点人员",
            Role::Support => "客服",
            Role::Finance => "财务",
            Role::Supervisor => "主管",
            Role::Admin => "系统管理员",
            Role::Auditor => "审计员",
        }
    }
}

/// Who gives a command or caused a history entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Actor {
    /// A company's own user.
    Company {
        /// Whose session it is.
        id: CompanyId,
        /// The contact's or the company's name, as history shows it.
        name: String,
    },
    /// A member of staff.
    Staff {
        /// Whose session it is.
        id: StaffId,
        /// What the person may do.
        role: Role,
        /// The outlet of an outlet's staff.
        outlet: Option<OutletId>,
        /// The name, as history shows it.
        name: String,
    },
    /// The clock, a worker, or a fact from outside.
    System,
}

impl Actor {
    /// The name that history shows.
    pub fn name(&self) -> &str {
        match self {
            Actor::Company { name, .. } | Actor::Staff { name, .. } => name,
            Actor::System => "系统",
        }
    }

    /// True for staff of one of these roles.
    pub fn is_staff_of(&self, roles: &[Role]) -> bool {
        matches!(self, Actor::Staff { role, .. } if roles.contains(role))
    }

    /// True for the company itself.
    pub fn is_company(&self, company: CompanyId) -> bool {
        matches!(self, Actor::Company { id, .. } if *id == company)
    }
}
