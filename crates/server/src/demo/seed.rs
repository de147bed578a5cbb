//! Sample data: two outlets, two trading platforms with their prices, staff of every role. Everything in it is invented.

use super::credentials::Credentials;
use app::{App, Error, setup};
use domain::money::Fen;
use domain::order::price::{Component, Per, PriceItem};
use jiff::civil::date;

/// Stores the sample data; what is there already stays as it is.
///
/// # Errors
/// Only the database's.
pub async fn seed(app: &App, credentials: &Credentials) -> Result<(), Error> {
    let east =
        setup::add_outlet(app, "东湖网点", "东湖区政务服务中心二楼 B12 窗口", "0990-0000001", "工作日 9:00–17:00")
            .await?;
    let west =
        setup::add_outlet(app, "西岭网点", "西岭区建设大道 6 号一楼", "0990-0000002", "工作日 9:00–12:00，13:30–17:00")
            .await?;
    let since = date(2026, 7, 1);
    setup::add_project(app, "澜州市公共资源交易平台", "2026 年 7 月收费标准", since, &prices(8_000, 5_000, 6_000))
        .await?;
    setup::add_project(app, "临溪市工程交易平台", "2026 年 7 月收费标准", since, &prices(10_000, 4_000, 5_000)).await?;
    for staff in &credentials.staff {
        let outlet = staff.outlet.as_deref().map(|name| if name == "东湖网点" { east } else { west });
        setup::add_staff(app, &staff.login, &staff.name, staff.role, outlet, &staff.password, &staff.totp).await?;
    }
    Ok(())
}

fn prices(service: i64, medium: i64, seal: i64) -> Vec<PriceItem> {
    let item =
        |component, label: &str, fen, per, (unit, class, tax_code, rate_bp): (&str, &str, &str, i64)| PriceItem {
            component,
            label: label.to_owned(),
            unit_price: Fen::new(fen),
            per,
            unit: unit.to_owned(),
            class: class.to_owned(),
            tax_code: tax_code.to_owned(),
            rate_bp,
        };
    let services = ("份", "信息技术服务", "3040203000000000000", 600);
    let goods = ("把", "计算机外部设备", "1090511000000000000", 1300);
    vec![
        item(Component::Certificate, "证书服务费", service, Per::Certificate, services),
        item(Component::Medium, "介质费（UKey）", medium, Per::Certificate, goods),
        item(Component::Seal, "电子签章费", seal, Per::Seal, services),
    ]
}
