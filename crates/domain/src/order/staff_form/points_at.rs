//! What a reason for a rejection points at: a field of a profile, a part of the order, or a material. The page where
//! it is corrected marks it. A material has the code that it has in the materials matrix.

use crate::text::choice;

choice! {
    /// 指向: where the user has to correct something.
    PointsAt {
        /// 企业类型.
        CompanyKind = "company_kind", "基本信息：企业类型";
        /// The whole of 基本信息.
        CompanyProfile = "company_profile", "基本信息";
        /// 统一社会信用代码.
        CreditCode = "credit_code", "基本信息：统一社会信用代码";
        /// 法定代表人姓名.
        LegalName = "legal_name", "基本信息：法定代表人姓名";
        /// 注册地址.
        Address = "address", "基本信息：注册地址";
        /// 营业执照有效期.
        LicenceTerm = "licence_term", "基本信息：营业执照有效期";
        /// 发票抬头.
        InvoiceTitle = "invoice_title", "发票信息：发票抬头";
        /// 纳税人识别号.
        TaxNumber = "tax_number", "发票信息：纳税人识别号";
        /// 用户信息.
        Contact = "contact", "用户信息：联系人";
        /// 证书数量 and the certificates' rows.
        Certificates = "certificates", "订单：证书";
        /// 签章数量.
        Seals = "seals", "订单：签章";
        /// 获取方式.
        Delivery = "delivery", "订单：获取方式";
        /// 营业执照.
        Licence = "licence", "材料：营业执照";
        /// 数字证书申请表.
        Application = "application", "材料：数字证书申请表";
        /// 经办人身份证正面.
        IdFront = "id_front", "材料：经办人身份证正面";
        /// 经办人身份证反面.
        IdBack = "id_back", "材料：经办人身份证反面";
        /// 法人授权委托书.
        Proxy = "proxy", "材料：法人授权委托书";
        /// 电子签章申请表与印模采集表.
        SealForm = "seal_form", "材料：电子签章申请表与印模采集表";
        /// 印模.
        SealImage = "seal_image", "材料：印模";
    }
}

/// The page on which something is corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CorrectionPage {
    /// 基本信息.
    CompanyProfile,
    /// 发票信息.
    InvoiceProfile,
    /// 用户信息.
    Contact,
    /// 修改/提交.
    OrderForm,
    Materials,
}

impl PointsAt {
    /// The page where it is corrected.
    pub fn place(self) -> CorrectionPage {
        match self {
            PointsAt::CompanyKind | PointsAt::CompanyProfile | PointsAt::CreditCode => CorrectionPage::CompanyProfile,
            PointsAt::LegalName | PointsAt::Address | PointsAt::LicenceTerm => CorrectionPage::CompanyProfile,
            PointsAt::InvoiceTitle | PointsAt::TaxNumber => CorrectionPage::InvoiceProfile,
            PointsAt::Contact => CorrectionPage::Contact,
            PointsAt::Certificates | PointsAt::Seals | PointsAt::Delivery => CorrectionPage::OrderForm,
            PointsAt::Licence | PointsAt::Application | PointsAt::IdFront | PointsAt::IdBack => {
                CorrectionPage::Materials
            }
            PointsAt::Proxy | PointsAt::SealForm | PointsAt::SealImage => CorrectionPage::Materials,
        }
    }
}
