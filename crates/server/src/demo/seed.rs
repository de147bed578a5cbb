//! Sample data: outlets, trading platforms with their rules and prices, staff of every role. Everything in it is
//! invented.

use super::credentials::Credentials;
use app::{App, Error, setup};
use domain::material::{Condition, Material, MaterialRule, Source};
use domain::money::Fen;
use domain::order::price::{Component, Per, PriceItem};
use domain::order::{CertificateKind, ProjectRules, SecondSeal};
use jiff::civil::{Date, date};

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
    for (platform, asks) in platforms().into_iter().zip(ASKED) {
        setup::add_platform(app, platform.name, &platform.rules).await?;
        for (list_name, since, items) in &platform.lists {
            let project = setup::add_project(app, platform.name, list_name, *since, items).await?;
            setup::add_material_rules(app, project, date(2026, 7, 1), &materials()[..asks]).await?;
        }
    }
    for staff in &credentials.staff {
        let outlet = staff.outlet.as_deref().map(|name| if name == "东湖网点" { east } else { west });
        setup::add_staff(app, &staff.login, &staff.name, staff.role, outlet, &staff.password, &staff.totp).await?;
    }
    Ok(())
}

/// How many lines of [`materials`] each platform asks for: the second and the last one only 营业执照.
const ASKED: [usize; 4] = [5, 1, 5, 1];

fn materials() -> [MaterialRule; 5] {
    let rule = |material, condition, source| MaterialRule {
        material,
        certificate: String::new(),
        condition,
        source,
        required: true,
    };
    [
        rule(Material::Licence, Condition::Always, Source::Profile),
        rule(Material::Application, Condition::Always, Source::Order),
        rule(Material::IdFront, Condition::Always, Source::Profile),
        rule(Material::IdBack, Condition::Always, Source::Profile),
        rule(Material::SealImage, Condition::Sealed, Source::Order),
    ]
}

struct Platform {
    name: &'static str,
    rules: ProjectRules,
    lists: Vec<(&'static str, Date, Vec<PriceItem>)>,
}

/// One whose prices change next year, one that sells less and no second seal, one that reviews before the payment,
/// and one that costs nothing.
fn platforms() -> Vec<Platform> {
    use CertificateKind::{Company, Legal, Person};
    let july = date(2026, 7, 1);
    let usual = [(Company, 8_000, &[1, 2, 3, 5][..]), (Legal, 8_000, &[1, 2, 3, 5]), (Person, 6_000, &[1, 2, 3])];
    let cheaper = usual.map(|(kind, fen, years)| (kind, fen - 2_000, years));
    vec![
        Platform {
            name: "澜州市公共资源交易平台",
            rules: ProjectRules::default(),
            lists: vec![
                ("2026 年 7 月收费标准", july, prices(&usual, 5_000, 6_000)),
                ("2027 年 1 月收费标准", date(2027, 1, 1), prices(&cheaper, 5_000, 5_000)),
            ],
        },
        Platform {
            name: "临溪市工程交易平台",
            rules: ProjectRules { second_seal: SecondSeal::Block, ..ProjectRules::default() },
            lists: vec![(
                "2026 年 7 月收费标准",
                july,
                prices(&[(Company, 10_000, &[1, 3, 5]), (Legal, 10_000, &[1, 3])], 4_000, 5_000),
            )],
        },
        Platform {
            name: "南屏县先审后付平台",
            rules: ProjectRules { review_first: true, second_seal: SecondSeal::Explain, ..ProjectRules::default() },
            lists: vec![("2026 年 7 月收费标准", july, prices(&[(Company, 9_000, &[1, 2, 3])], 5_000, 5_000))],
        },
        Platform {
            name: "澜州市免费平台",
            rules: ProjectRules { main_keys: 2, ..ProjectRules::default() },
            lists: vec![("2026 年免费办理", july, prices(&[(Company, 0, &[1]), (Person, 0, &[1])], 0, 0))],
        },
    ]
}

/// Further years cost nine tenths of the first.
fn prices(certificates: &[(CertificateKind, i64, &[i64])], medium: i64, seal: i64) -> Vec<PriceItem> {
    let services = Taxed { unit: "份", class: "信息技术服务", tax_code: "3040203000000000000", rate_bp: 600 };
    let goods = Taxed { unit: "把", class: "计算机外部设备", tax_code: "1090511000000000000", rate_bp: 1300 };
    let mut items = Vec::new();
    for (kind, first, offered) in certificates {
        for years in *offered {
            let label = format!("{}服务费（{years} 年）", short_title(*kind));
            let fen = first + (years - 1) * first * 9 / 10;
            let line = item(Component::Certificate, &label, fen, Per::Certificate, services);
            items.push(PriceItem { kind: Some(*kind), years: Some(*years), ..line });
        }
    }
    items.push(item(Component::Medium, "介质费（UKey）", medium, Per::Certificate, goods));
    items.push(item(Component::Seal, "电子签章费", seal, Per::Seal, services));
    items
}

fn short_title(kind: CertificateKind) -> &'static str {
    match kind {
        CertificateKind::Company => "单位证书",
        CertificateKind::Legal => "法定代表人证书",
        CertificateKind::Person => "个人证书",
    }
}

/// How an invoice names what was sold.
#[derive(Clone, Copy)]
struct Taxed {
    unit: &'static str,
    class: &'static str,
    tax_code: &'static str,
    /// In basis points.
    rate_bp: i64,
}

fn item(component: Component, label: &str, fen: i64, per: Per, taxed: Taxed) -> PriceItem {
    let Taxed { unit, class, tax_code, rate_bp } = taxed;
    PriceItem {
        component,
        label: label.to_owned(),
        unit_price: Fen::new(fen),
        per,
        kind: None,
        business: None,
        years: None,
        unit: unit.to_owned(),
        class: class.to_owned(),
        tax_code: tax_code.to_owned(),
        rate_bp,
    }
}
