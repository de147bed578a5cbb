//! The documents of the profile: 营业执照 beside 基本信息, 身份证 and 授权委托书 beside 用户信息. Given once, they serve every
//! order.

use super::card::{OF_COMPANY, OF_CONTACT};
use super::order::{UploadButtons, errors, sorted};
use crate::failure::{Failure, see_other};
use crate::profile::{company, contact};
use crate::session::Company;
use crate::site::Site;
use crate::upload::{Upload, UploadedFile};
use app::material;
use app::who::CompanyUser;
use axum::extract::State;
use axum::response::Response;
use domain::field::FieldErrors;
use domain::material::{Material, Slot};

/// POST /cakey/profile/company/materials.
pub async fn post_company(
    State(site): State<Site>,
    Company(session, user): Company,
    Upload { form, files }: Upload<UploadButtons>,
) -> Result<Response, Failure> {
    let left = take(&site, &user, OF_COMPANY, files).await?;
    if left.is_empty() {
        return Ok(see_other(&back("/cakey/profile/company", &form)));
    }
    company::with_files_refused(&site, &session, &user, left).await
}

/// POST /cakey/profile/contact/materials.
pub async fn post_contact(
    State(site): State<Site>,
    Company(session, user): Company,
    Upload { form, files }: Upload<UploadButtons>,
) -> Result<Response, Failure> {
    let left = take(&site, &user, OF_CONTACT, files).await?;
    if left.is_empty() {
        return Ok(see_other(&back("/cakey/profile/contact", &form)));
    }
    contact::with_files_refused(&site, &session, &user, left).await
}

async fn take(
    site: &Site,
    user: &CompanyUser,
    wanted: &[Material],
    files: Vec<UploadedFile>,
) -> Result<FieldErrors, Failure> {
    let (mut arrived, said) = sorted(files);
    arrived.retain(|one| one.slot.position == 0 && wanted.contains(&one.slot.material));
    material::attach_to_profile(&site.app, user, arrived).await?;
    Ok(errors(said))
}

fn back(page: &str, form: &UploadButtons) -> String {
    match Slot::parse(&form.again) {
        Some(slot) => format!("{page}?again={slot}#materials"),
        None => format!("{page}#materials"),
    }
}
