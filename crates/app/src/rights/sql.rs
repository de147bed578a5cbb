//! The conditions of statements that staff run. Each takes the names of parameters: the account, the roles as
//! `Act::roles_text` gives them, the place as `Act::place_text` gives it.

/// The account is enabled and has one of the roles. With `on`, roles of their own outlet count on its orders too; `on`
/// names the column of the order's outlet.
macro_rules! may {
    ($staff:literal, $roles:literal) => {
        concat!(
            "exists (select 1 from staff t where t.id = ",
            $staff,
            " and t.enabled and ",
            $roles,
            " like '%,' || t.role || ',%')"
        )
    };
    ($staff:literal, $roles:literal, on $outlet:literal) => {
        concat!(
            "exists (select 1 from staff t where t.id = ",
            $staff,
            " and t.enabled and (",
            $roles,
            " like '%,' || t.role || ',%' or (",
            $roles,
            " like '%,' || t.role || '@,%' and t.outlet_id = ",
            $outlet,
            ")))"
        )
    };
}

/// The order `o` lies at the place.
macro_rules! lies_at {
    ($place:literal) => {
        concat!(
            "(",
            $place,
            " = 'any' or (",
            $place,
            " = 'submitted' and o.submission > 0) or ",
            $place,
            " like '%,' || o.status || ',%')"
        )
    };
}

pub(crate) use {lies_at, may};
