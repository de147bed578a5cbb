//! 拒绝原因, as the company reads them: title and words as they were when it was told, and the way to the field or the
//! material that each one points at, which the page there marks.

use domain::order::Rejection;
use domain::order::staff_form::{CorrectionPage, PointsAt};

/// One reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReasonView {
    pub title: String,
    /// What to do; may be empty.
    pub text: String,
    /// Where: address and words.
    pub fix: Option<(String, &'static str)>,
}

/// The reasons of a rejection of this order.
pub fn told(number: &str, rejection: &Rejection) -> Vec<ReasonView> {
    let one = |reason: &domain::order::RejectReason| ReasonView {
        title: reason.title.clone(),
        text: reason.text.clone(),
        fix: reason.points_at.map(|place| (address(number, place), place.title())),
    };
    rejection.reasons.iter().map(one).collect()
}

fn address(number: &str, points_at: PointsAt) -> String {
    let page = match points_at.place() {
        CorrectionPage::CompanyProfile => "/cakey/profile/company/edit".to_owned(),
        CorrectionPage::InvoiceProfile => "/cakey/profile/invoice".to_owned(),
        CorrectionPage::Contact => "/cakey/profile/contact/edit".to_owned(),
        CorrectionPage::OrderForm => format!("/cakey/orders/{number}/edit"),
        CorrectionPage::Materials => format!("/cakey/orders/{number}/check"),
    };
    format!("{page}#{}", anchor(points_at))
}

/// The id of the control on that page.
fn anchor(points_at: PointsAt) -> &'static str {
    match points_at {
        PointsAt::CompanyKind => "kind",
        PointsAt::CompanyProfile | PointsAt::CreditCode => "credit_code",
        PointsAt::LegalName => "legal_name",
        PointsAt::Address => "address",
        PointsAt::LicenceTerm => "licence_until",
        PointsAt::InvoiceTitle => "title",
        PointsAt::TaxNumber => "tax_number",
        PointsAt::Contact => "name",
        PointsAt::Certificates => "certs",
        PointsAt::Seals => "seals",
        PointsAt::Delivery => "get",
        PointsAt::Licence | PointsAt::Application | PointsAt::IdFront | PointsAt::IdBack => "materials",
        PointsAt::Proxy | PointsAt::SealForm | PointsAt::SealImage => "materials",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::orders::sample;

    #[test]
    fn each_reason_leads_to_what_it_points_at() {
        let told = told("DZ20261123-0127", &sample::rejected().rejection);
        let fixes: Vec<_> = told.iter().filter_map(|told| told.fix.as_ref().map(|(url, _)| url.as_str())).collect();
        assert_eq!(fixes, ["/cakey/orders/DZ20261123-0127/check#materials", "/cakey/profile/company/edit#legal_name"]);
        assert_eq!(told[0].text, "请上传四角完整、文字清楚的彩色扫描件或照片。");
    }

    #[test]
    fn every_place_of_a_profile_is_a_control_of_its_page() {
        let pages = crate::samples::pages_named(&["company form", "invoice profile", "contact form"]);
        for points_at in
            PointsAt::ALL.iter().filter(|p| !matches!(p.place(), CorrectionPage::OrderForm | CorrectionPage::Materials))
        {
            let id = format!("id=\"{}\"", anchor(*points_at));
            assert!(pages.iter().any(|html| html.contains(&id)), "{points_at:?}: {id}");
        }
    }
}
