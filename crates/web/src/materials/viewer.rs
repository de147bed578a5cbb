//! The reviewer's viewer (viewer.html): the files of a submission, as they were frozen.

use super::card::size_text;
use crate::failure::Failure;
use crate::site::Site;
use app::attachment::Attachment;
use app::material;
use app::who::StaffUser;
use domain::id::OrderNumber;
use domain::material::Slot;

/// All files of a submission.
#[derive(Default)]
pub struct Viewer {
    pub panes: Vec<Pane>,
}

pub struct Pane {
    /// The id in the page.
    pub id: String,
    pub title: String,
    /// Where it is downloaded; the picture itself is `/view` below it.
    pub url: String,
    /// False for a PDF, which is only downloaded.
    pub is_picture: bool,
    /// Pixels.
    pub width: i64,
    /// Pixels.
    pub height: i64,
    /// Of a PDF.
    pub pages: i64,
    /// Name and size.
    pub facts: String,
    /// What the upload noticed; may be empty.
    pub warnings: String,
}

impl Viewer {
    /// The files of an order's last submission, for staff whose role reads materials; for others it is empty.
    pub async fn load(site: &Site, staff: &StaffUser, number: &OrderNumber) -> Result<Viewer, Failure> {
        let files = material::for_review(&site.app, staff, number).await?;
        Ok(Viewer {
            panes: files.iter().zip(1..).map(|((slot, file), number)| Pane::of(*slot, file, number)).collect(),
        })
    }
}

impl Pane {
    /// The `number`-th file, from 1.
    pub fn of(slot: Slot, attachment: &Attachment, number: usize) -> Pane {
        let file = &attachment.file;
        Pane {
            id: format!("v{number}"),
            title: slot.title(),
            url: format!("/cakey/staff/attachments/{}", attachment.id),
            is_picture: file.kind.is_picture(),
            width: file.width,
            height: file.height,
            pages: file.pages,
            facts: format!("{} · {}", file.name, size_text(file.size)),
            warnings: file.warnings.clone(),
        }
    }
}

/// A licence as a picture, a form as a PDF.
#[cfg(test)]
pub fn sample() -> Viewer {
    let files = super::card::sample_sheet(true);
    Viewer { panes: files.files().zip(1..).map(|((slot, file), number)| Pane::of(slot, file, number)).collect() }
}
