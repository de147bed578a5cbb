//! Who has logged in, as use cases and pages know it. How that is proven and remembered is the business of `account`.

use domain::actor::Actor;
use domain::id::{CompanyId, OutletId, StaffId};
use domain::rights::{Act, Role};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    Nobody,
    Company(CompanyUser),
    /// A company's user who has one thing to do before anything else: no page of companies opens until it is done.
    Restricted(CompanyUser, Duty),
    Staff(StaffUser),
}

/// What a restricted session must do first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duty {
    /// Set a password of its own: it came in with a temporary one.
    NewPassword,
    /// Agree to the terms, which have a new version.
    Consent,
}

impl Duty {
    /// The stored code.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Duty::NewPassword => "password",
            Duty::Consent => "consent",
        }
    }

    /// Reads a stored code; empty means no duty.
    pub(crate) fn from_code(code: &str) -> db::Result<Option<Duty>> {
        match code {
            "" => Ok(None),
            "password" => Ok(Some(Duty::NewPassword)),
            "consent" => Ok(Some(Duty::Consent)),
            other => Err(db::Error::Failed(format!("unknown duty {other}"))),
        }
    }
}

/// A company's user, as pages and history name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompanyUser {
    /// Whose data may be seen.
    pub id: CompanyId,
    /// 企业名称.
    pub name: String,
    /// 联系人姓名; empty until it is given.
    pub contact_name: String,
}

impl CompanyUser {
    /// Who acts; history shows the contact's name, or the company's while there is none.
    pub fn actor(&self) -> Actor {
        let name = if self.contact_name.is_empty() { &self.name } else { &self.contact_name };
        Actor::Company { id: self.id, name: name.clone() }
    }
}

/// A member of staff, as pages and history name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffUser {
    pub id: StaffId,
    /// What the person may do.
    pub role: Role,
    /// The outlet of an outlet's staff.
    pub outlet: Option<OutletId>,
    pub outlet_name: Option<String>,
    pub name: String,
}

impl StaffUser {
    pub fn actor(&self) -> Actor {
        Actor::Staff { id: self.id, role: self.role, outlet: self.outlet, name: self.name.clone() }
    }

    /// Whether the role may do this to something at least. The statement that does it judges again.
    pub fn may(&self, act: Act) -> bool {
        act.is_for(self.role)
    }
}
