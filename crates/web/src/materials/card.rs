//! What the card of documents shows (card.html).

use crate::failure::Failure;
use crate::site::Site;
use crate::upload::BY_NAME;
use app::attachment::{Attachment, Kind};
use app::material::{self, Item, Sheet};
use app::who::CompanyUser;
use domain::field::FieldErrors;
use domain::id::OrderNumber;
use domain::material::{Material, Need, Slot, Source};
use domain::time;

/// The documents of an order or a profile.
pub struct Card {
    /// One line a document.
    pub rows: Vec<Row>,
    /// Why files were not taken, under the names of their inputs.
    pub errors: FieldErrors,
    /// False: nothing can be changed any more.
    pub open: bool,
    /// The name of the input that takes several files at once, where there is one.
    pub by_name: Option<&'static str>,
}

pub struct Row {
    /// Name and id of its input: `licence`, `seal_image-2`.
    pub name: String,
    pub title: String,
    /// What a good one shows.
    pub hint: String,
    /// Which little picture stands beside it.
    pub picture: &'static str,
    /// It may be left out.
    pub optional: bool,
    /// The newest file.
    pub file: Option<CardFile>,
    /// True when there is an input for a file.
    pub asks: bool,
    /// Where the form that the system filled in can be had.
    pub template: Option<String>,
    /// Name and word of the button beside a file: 更换, or 删除.
    pub button: (&'static str, &'static str),
}

/// A file as the card shows it.
pub struct CardFile {
    pub name: String,
    /// Size and time.
    pub facts: String,
    /// What should be looked at; may be empty.
    pub warnings: String,
    pub url: String,
    /// 查看 or 下载.
    pub word: &'static str,
}

impl Card {
    /// The documents of an order. `again`: the place whose file is to be replaced.
    pub fn of_order(number: &OrderNumber, sheet: &Sheet, again: &str, errors: FieldErrors, open: bool) -> Card {
        let mut rows: Vec<Row> = sheet.items.iter().map(|item| Row::of(item, again, open)).collect();
        for row in rows.iter_mut().filter(|row| row.picture == Material::Application.code()) {
            row.template = Some(format!("/cakey/orders/{number}/application.pdf"));
        }
        rows.iter_mut().for_each(|row| row.ask_again(open, &errors));
        let asked = rows.iter().filter(|row| row.asks).count();
        rows.extend(sheet.others.iter().map(|(slot, file)| Row::other(*slot, file)));
        if open {
            rows.push(Row::one_more());
        }
        let by_name = (asked > 1 || errors.get(BY_NAME).is_some()).then_some(BY_NAME);
        Card { rows, errors, open, by_name }
    }

    /// The documents of a profile.
    pub fn of_profile(items: &[Item], again: &str, errors: FieldErrors) -> Card {
        // Which of them an order needs is not known here.
        let row = |item| Row { optional: false, ..Row::of(item, again, true) };
        let mut rows: Vec<Row> = items.iter().map(row).collect();
        rows.iter_mut().for_each(|row| row.ask_again(true, &errors));
        Card { rows, errors, open: true, by_name: None }
    }

    /// True when there is an input for a file.
    pub fn asks(&self) -> bool {
        self.rows.iter().any(|row| row.asks)
    }
}

impl Row {
    fn of(item: &Item, again: &str, open: bool) -> Row {
        let Need { slot, source, required } = item.need;
        let name = slot.to_string();
        let hint = match (source, &item.file) {
            (Source::Profile, Some(_)) => "已存入企业资料，以后的订单不用再传".to_owned(),
            _ => slot.material.hint().to_owned(),
        };
        Row {
            asks: open && (item.file.is_none() || name == again),
            title: slot.title(),
            hint,
            picture: slot.material.code(),
            optional: !required,
            file: item.file.as_ref().map(CardFile::of),
            template: None,
            button: ("again", "更换"),
            name,
        }
    }

    /// What is said beside an input needs the input, for another file.
    fn ask_again(&mut self, open: bool, errors: &FieldErrors) {
        self.asks |= open && errors.get(&self.name).is_some();
    }

    fn other(slot: Slot, file: &Attachment) -> Row {
        Row {
            name: slot.to_string(),
            title: slot.title(),
            hint: String::new(),
            picture: "",
            optional: false,
            file: Some(CardFile::of(file)),
            asks: false,
            template: None,
            button: ("drop", "删除"),
        }
    }

    fn one_more() -> Row {
        Row {
            name: Material::Other.code().to_owned(),
            title: Material::Other.title().to_owned(),
            hint: Material::Other.hint().to_owned(),
            picture: "",
            optional: false,
            file: None,
            asks: true,
            template: None,
            button: ("again", "更换"),
        }
    }
}

impl CardFile {
    fn of(attachment: &Attachment) -> CardFile {
        let file = &attachment.file;
        let id = attachment.id;
        let (url, word) = match file.kind {
            Kind::Pdf => (format!("/cakey/attachments/{id}"), "下载"),
            Kind::Jpg | Kind::Png => (format!("/cakey/attachments/{id}/view"), "查看"),
        };
        let facts = format!("{} · {} 上传", size_text(file.size), time::minute_text(attachment.created_at));
        CardFile { name: file.name.clone(), facts, warnings: file.warnings.clone(), url, word }
    }
}

/// `1.2 MB`, `35 KB`.
pub fn size_text(bytes: i64) -> String {
    const KB: i64 = 1024;
    match bytes {
        0..1_048_576 => format!("{} KB", (bytes + KB - 1) / KB),
        _ => format!("{}.{} MB", bytes / (KB * KB), bytes % (KB * KB) * 10 / (KB * KB)),
    }
}

/// A licence of the profile, the order's form, and an imprint that is there or not.
/// The card of a company's own order.
pub async fn of_order(
    site: &Site,
    user: &CompanyUser,
    number: &OrderNumber,
    again: &str,
    errors: FieldErrors,
    open: bool,
) -> Result<(Card, Vec<&'static str>), Failure> {
    let sheet = material::of_order(&site.app, user, number).await?;
    Ok((Card::of_order(number, &sheet, again, errors, open), sheet.missing()))
}

/// Beside 基本信息.
pub const OF_COMPANY: &[Material] = &[Material::Licence];

/// Beside 用户信息.
pub const OF_CONTACT: &[Material] = &[Material::IdFront, Material::IdBack, Material::Proxy];

/// The card of these documents.
pub async fn of_profile(
    site: &Site,
    user: &CompanyUser,
    wanted: &'static [Material],
    again: &str,
    errors: FieldErrors,
) -> Result<Card, Failure> {
    let items = material::of_profile(&site.app, user, wanted).await?;
    Ok(Card::of_profile(&items, again, errors))
}

#[cfg(test)]
pub fn sample_sheet(complete: bool) -> Sheet {
    let item = |slot: Slot, source, file| Item { need: Need { slot, source, required: true }, file };
    let seal = Slot { material: Material::SealImage, position: 1 };
    let imprint = complete.then(|| sample_file(3, seal.material, Kind::Png, "印模图片只有 200 像素宽"));
    Sheet {
        items: vec![
            item(
                Slot::only(Material::Licence),
                Source::Profile,
                Some(sample_file(1, Material::Licence, Kind::Jpg, "")),
            ),
            item(
                Slot::only(Material::Application),
                Source::Order,
                Some(sample_file(2, Material::Application, Kind::Pdf, "")),
            ),
            item(seal, Source::Order, imprint),
        ],
        others: vec![(Slot { material: Material::Other, position: 1 }, sample_file(4, Material::Other, Kind::Png, ""))],
    }
}

/// A file of a sample.
#[cfg(test)]
pub fn sample_file(id: i64, material: Material, kind: Kind, warnings: &str) -> Attachment {
    Attachment {
        id: domain::id::AttachmentId::new(id),
        company: domain::id::CompanyId::new(1),
        material,
        file: app::attachment::LooseFile {
            key: format!("20261123/{id}"),
            name: format!("{}.{}", material.title(), kind.code()),
            kind,
            size: 1_258_291,
            width: 1600,
            height: 1200,
            pages: 2,
            sha256: [0; 32],
            warnings: warnings.into(),
        },
        created_at: "2026-11-23T01:05:00Z".parse().expect("a moment"),
    }
}
