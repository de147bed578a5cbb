//! From where staff look at orders. Which roles work at a console, and which orders lie there, is part of every
//! statement that staff run on orders ([`at_console`]): a role that was taken away, an account that was disabled and
//! the order of another outlet are not found, whatever the pages believed before.

/// A console of the staff side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Console {
    /// 审核: 审核员 and 主管, on what was submitted.
    Review,
    /// 发货: 制证发货员 and 主管, on what was approved.
    Shipping,
    /// 网点自取: 网点人员, on approved pickups of the own outlet.
    Desk,
    /// 客服: 客服 and 主管, on every order.
    Support,
    /// 财务: 财务 and 主管, on what was submitted.
    Finance,
    /// Reading only: 审计员 and 主管, on every order.
    Records,
    /// 订单: every role with business reads every order, 网点人员 those of the own outlet.
    Overview,
}

impl Console {
    /// All of them.
    pub const ALL: [Console; 7] = [
        Console::Review,
        Console::Shipping,
        Console::Desk,
        Console::Support,
        Console::Finance,
        Console::Records,
        Console::Overview,
    ];

    /// How the statements call it.
    pub fn code(self) -> &'static str {
        match self {
            Console::Review => "review",
            Console::Shipping => "shipping",
            Console::Desk => "desk",
            Console::Support => "support",
            Console::Finance => "finance",
            Console::Records => "records",
            Console::Overview => "overview",
        }
    }
}

/// SQL: the member of staff (a parameter's name) is enabled and has a role of the console (another's).
macro_rules! works_at {
    ($staff:literal, $console:literal) => {
        concat!(
            "exists (select 1 from staff t where t.id = ",
            $staff,
            " and t.enabled and ((",
            $console,
            " = 'review' and t.role in ('reviewer', 'supervisor')) or (",
            $console,
            " = 'shipping' and t.role in ('shipper', 'supervisor')) or (",
            $console,
            " = 'desk' and t.role = 'outlet') or (",
            $console,
            " = 'support' and t.role in ('support', 'supervisor')) or (",
            $console,
            " = 'finance' and t.role in ('finance', 'supervisor')) or (",
            $console,
            " = 'records' and t.role in ('auditor', 'supervisor')) or (",
            $console,
            " = 'overview' and t.role in ('reviewer', 'shipper', 'outlet', 'support', 'finance', 'supervisor',
            'auditor'))))"
        )
    };
}

/// SQL: the member of staff works at the console, and the order `o` lies there.
macro_rules! at_console {
    ($staff:literal, $console:literal) => {
        concat!(
            $crate::order::console::works_at!($staff, $console),
            " and (",
            $console,
            " in ('support', 'records') or (",
            $console,
            " = 'overview' and (o.outlet_id = (select t.outlet_id from staff t where t.id = ",
            $staff,
            ") or exists (select 1 from staff t where t.id = ",
            $staff,
            " and t.role <> 'outlet'))) or (",
            $console,
            " in ('review', 'finance') and o.submission > 0) or (",
            $console,
            " = 'shipping' and o.status in ('to_ship', 'shipped', 'processing', 'completed')) or (",
            $console,
            " = 'desk' and o.status in ('processing', 'completed')",
            " and o.outlet_id = (select t.outlet_id from staff t where t.id = ",
            $staff,
            ")))"
        )
    };
}

pub(crate) use {at_console, works_at};
