//! The schema's history. Migrations only go forward; old code must live with the new schema for one release.

use db::Migration;

/// Every migration, in order. Never change one that has been released: the runner compares checksums.
pub static MIGRATIONS: &[Migration] = &[
    Migration { name: "0001_first_release", text: include_str!("../../../migrations/0001_first_release.sql") },
    Migration { name: "0002_accounts", text: include_str!("../../../migrations/0002_accounts.sql") },
    Migration {
        name: "0003_certificates_and_prices",
        text: include_str!("../../../migrations/0003_certificates_and_prices.sql"),
    },
    Migration { name: "0004_attachments", text: include_str!("../../../migrations/0004_attachments.sql") },
    Migration { name: "0005_audit", text: include_str!("../../../migrations/0005_audit.sql") },
    Migration { name: "0006_staff", text: include_str!("../../../migrations/0006_staff.sql") },
    Migration { name: "0007_review", text: include_str!("../../../migrations/0007_review.sql") },
    Migration { name: "0008_desk_and_money", text: include_str!("../../../migrations/0008_desk_and_money.sql") },
    Migration { name: "0009_clients_and_help", text: include_str!("../../../migrations/0009_clients_and_help.sql") },
    Migration { name: "0010_vouchers", text: include_str!("../../../migrations/0010_vouchers.sql") },
    Migration { name: "0011_gateways", text: include_str!("../../../migrations/0011_gateways.sql") },
    Migration { name: "0012_red_invoices", text: include_str!("../../../migrations/0012_red_invoices.sql") },
];

/// Every statement of the application, for the test that prepares all of them on both engines.
pub fn statements() -> Vec<&'static db::Sql> {
    [
        crate::account::consent::store::ALL,
        crate::account::kept::store::ALL,
        crate::account::limit::store::ALL,
        crate::account::recover::store::ALL,
        &crate::account::store::all(),
        crate::api_client::query::store::ALL,
        crate::api_client::store::ALL,
        crate::attachment::store::ALL,
        crate::audit::store::ALL,
        crate::certificate::store::ALL,
        crate::company::console::rescue::store::ALL,
        crate::announcement::store::ALL,
        crate::company::console::store::ALL,
        crate::company::store::ALL,
        crate::desk::store::ALL,
        crate::finance::after_sale::store::ALL,
        crate::finance::cases::store::ALL,
        crate::finance::refunds::store::ALL,
        crate::finance::store::ALL,
        crate::invoice::desk::store::ALL,
        crate::invoice::store::ALL,
        crate::material::store::ALL,
        crate::order::overview::store::ALL,
        crate::message::store::ALL,
        crate::order::query::store::ALL,
        crate::order::store::ALL,
        crate::outbox::dead::store::ALL,
        crate::outbox::store::ALL,
        crate::shipping::store::ALL,
        crate::outlet::store::ALL,
        crate::payment::store::ALL,
        crate::vault::store::ALL,
        crate::verify::ALL,
        crate::project::store::ALL,
        &crate::review::store::all(),
        crate::rights::store::ALL,
        crate::workbench::store::ALL,
        crate::staff::store::ALL,
    ]
    .concat()
}

/// Every sealed column, for the change of keys.
pub fn sealed() -> impl Iterator<Item = &'static crate::vault::Sealed> {
    let stores = [
        crate::account::store::code::SEALED,
        crate::certificate::store::SEALED,
        crate::company::console::rescue::store::SEALED,
        crate::company::store::SEALED,
        crate::desk::store::SEALED,
        crate::finance::refunds::store::SEALED,
        crate::invoice::store::SEALED,
        crate::order::store::SEALED,
        crate::vault::store::SEALED,
    ];
    stores.into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use domain::rights::Role;

    /// Roles come in as a parameter, from the table of rights.
    #[test]
    fn no_statement_names_a_role() {
        for statement in super::statements() {
            for role in Role::ALL {
                let named = statement.text().contains(&format!("'{}'", role.code()));
                assert!(!named, "{} names {}: {}", statement.name, role.code(), statement.text());
            }
        }
    }
}
