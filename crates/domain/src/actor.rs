//! Who acts. Every command and every history entry names its actor.

use crate::id::{CompanyId, OutletId, StaffId};
use crate::rights::{Act, Role};
use serde::{Deserialize, Serialize};

/// Who gives a command or caused a history entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Actor {
    Company {
        id: CompanyId,
        /// The contact's or the company's name, as history shows it.
        name: String,
    },
    Staff {
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

    pub fn staff(&self) -> Option<StaffId> {
        match self {
            Actor::Staff { id, .. } => Some(*id),
            Actor::Company { .. } | Actor::System => None,
        }
    }

    /// True for staff whose role may do this to an order of the outlet `of`; `None` where no outlet has it.
    pub fn may(&self, act: Act, of: Option<OutletId>) -> bool {
        matches!(self, Actor::Staff { role, outlet, .. } if act.allows(*role, *outlet, of))
    }

    /// True for the company itself.
    pub fn is_company(&self, company: CompanyId) -> bool {
        matches!(self, Actor::Company { id, .. } if *id == company)
    }
}
