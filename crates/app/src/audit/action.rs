//! What the trail tells of.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// A full mobile, ID number or account was shown to staff.
    ViewPersonal,
    /// The image of an identity card or another document was shown to staff.
    ViewImage,
    /// Rows left the system as a file.
    Export,
    /// The configuration was changed on a page.
    Configure,
    /// A member of staff logged in, or a login name was locked after failures.
    StaffLogin,
    /// A staff account was made, changed, enabled or disabled.
    StaffAccount,
    /// A company's account was changed: password, mobile, sessions.
    CompanyAccount,
    /// A company changed one of its profiles.
    Profile,
    /// An issued invoice was sent again.
    InvoiceResent,
    /// A text message was sent again by staff.
    MessageResent,
    /// A job of the dead list was tried again.
    JobRetried,
    /// A refund was retried, or paid back off line.
    Refund,
    /// A money case was closed.
    MoneyCase,
    /// A failed invoice was ordered again.
    InvoiceRetried,
    /// A red invoice was registered.
    InvoiceFlushed,
    /// A client of the JSON interface was made or revoked.
    ApiClient,
    /// Keys of personal data were changed.
    Keys,
}

impl Action {
    /// Every action, in the order of the filter.
    pub const ALL: [Action; 17] = [
        Action::ViewPersonal,
        Action::ViewImage,
        Action::Export,
        Action::Configure,
        Action::StaffLogin,
        Action::StaffAccount,
        Action::CompanyAccount,
        Action::Profile,
        Action::InvoiceResent,
        Action::MessageResent,
        Action::JobRetried,
        Action::Refund,
        Action::MoneyCase,
        Action::InvoiceRetried,
        Action::InvoiceFlushed,
        Action::ApiClient,
        Action::Keys,
    ];

    /// The stored code.
    pub fn code(self) -> &'static str {
        match self {
            Action::ViewPersonal => "view_personal",
            Action::ViewImage => "view_image",
            Action::Export => "export",
            Action::Configure => "configure",
            Action::StaffLogin => "staff_login",
            Action::StaffAccount => "staff_account",
            Action::CompanyAccount => "company_account",
            Action::Profile => "profile",
            Action::InvoiceResent => "invoice_resent",
            Action::MessageResent => "message_resent",
            Action::JobRetried => "job_retried",
            Action::Refund => "refund",
            Action::MoneyCase => "money_case",
            Action::InvoiceRetried => "invoice_retried",
            Action::InvoiceFlushed => "invoice_flushed",
            Action::ApiClient => "api_client",
            Action::Keys => "keys",
        }
    }

    /// Reads a stored code back.
    pub fn from_code(code: &str) -> Option<Action> {
        Action::ALL.into_iter().find(|action| action.code() == code)
    }

    /// The words of the page 审计.
    pub fn label(self) -> &'static str {
        match self {
            Action::ViewPersonal => "查看完整个人信息",
            Action::ViewImage => "查看证件影像",
            Action::Export => "导出",
            Action::Configure => "修改配置",
            Action::StaffLogin => "员工登录",
            Action::StaffAccount => "员工账号",
            Action::CompanyAccount => "企业账号",
            Action::Profile => "企业资料",
            Action::InvoiceResent => "重发发票",
            Action::MessageResent => "重发消息",
            Action::JobRetried => "重试任务",
            Action::Refund => "退款处理",
            Action::MoneyCase => "关闭资金异常",
            Action::InvoiceRetried => "重新开票",
            Action::InvoiceFlushed => "登记冲红",
            Action::ApiClient => "接口客户端",
            Action::Keys => "更换密钥",
        }
    }
}
