//! 材料: which documents an order needs. The matrix of rules is data of the projects; this is how it is read. Files,
//! their checks and their tables are the business of `app`.

mod file_name;
mod need;
mod rule_form;
mod slot;

pub use need::{Facts, MaterialRule, Need, needs};
pub use rule_form::{MaterialEntry, MaterialRuleForm};
pub use slot::Slot;

use crate::text::choice;

choice! {
    Material {
        /// 营业执照, or what stands for it.
        Licence = "licence", "营业执照";
        /// Filled in by the system, stamped by the company.
        Application = "application", "数字证书申请表";
        /// The side with the portrait.
        IdFront = "id_front", "经办人身份证正面";
        /// The side with the validity.
        IdBack = "id_back", "经办人身份证反面";
        /// The legal representative empowers the contact.
        Proxy = "proxy", "法人授权委托书";
        /// A form of its own, which some projects ask for with a seal.
        SealForm = "seal_form", "电子签章申请表与印模采集表";
        /// The imprint of one seal.
        SealImage = "seal_image", "印模";
        /// Whatever else helps the reviewer.
        Other = "other", "补充材料";
    }
}

impl Material {
    /// What stands under the title: what a good picture of it shows.
    pub const fn hint(self) -> &'static str {
        match self {
            Material::Licence => "四角完整、文字清楚",
            Material::Application => "打印全部页，逐页盖章；扫描成一个 PDF，或拍成一张图",
            Material::IdFront => "姓名、号码要看得清",
            Material::IdBack => "有效期要看得清",
            Material::Proxy => "法定代表人签字并加盖公章",
            Material::SealForm => "印模要盖在白纸上",
            Material::SealImage => "印模盖在白纸上，红色或蓝色，300–600 dpi 扫描",
            Material::Other => "选填，审核可能用到的其他文件",
        }
    }

    /// True for pictures of identity documents: each look of staff at one is recorded.
    pub const fn is_identity(self) -> bool {
        matches!(self, Material::IdFront | Material::IdBack)
    }
}

choice! {
    /// When a rule of the matrix applies.
    Condition {
        Always = "always", "总是";
        /// To orders with a seal.
        Sealed = "sealed", "带签章时";
        /// To orders whose contact is not the legal representative.
        ByAgent = "by_agent", "经办人不是法定代表人时";
    }
}

choice! {
    /// Where a document is kept.
    Source {
        /// With the profile: given once, used by each order, and frozen when one is submitted.
        Profile = "profile", "取自企业资料";
        Order = "order", "每个订单上传";
    }
}
