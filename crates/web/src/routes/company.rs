//! The addresses of companies: 首页, the profiles, 订单服务, 订单支付, 发票管理.

use super::entry::{Entry, company};
use crate::{account, attachments, home, invoices, materials, orders, payment, profile};
use app::who::Duty;

pub fn table() -> Vec<Entry> {
    [account_and_profiles(), orders(), invoices()].into_iter().flatten().collect()
}

fn account_and_profiles() -> Vec<Entry> {
    use account::{consent, kept, password, sessions};
    vec![
        company("/cakey/logout").post(account::logout::company).also_for(&[Duty::NewPassword, Duty::Consent]),
        company("/cakey/password").get(password::show).post(password::post).also_for(&[Duty::NewPassword]),
        company("/cakey/consent").get(consent::show).post(consent::post).also_for(&[Duty::Consent]),
        company("/cakey/kept").get(kept::show).post(kept::forget),
        company("/cakey/account").get(sessions::show),
        company("/cakey/account/end").post(sessions::end),
        company("/cakey/home").get(home::page::show),
        company("/cakey/profile/company").get(profile::company::show),
        company("/cakey/profile/company/edit").get(profile::company_edit::show).post(profile::company_edit::post),
        company("/cakey/profile/company/materials").post(materials::profile::post_company),
        company("/cakey/profile/contact/materials").post(materials::profile::post_contact),
        company("/cakey/attachments/{id}").get(attachments::own),
        company("/cakey/attachments/{id}/view").get(attachments::own_view),
        company("/cakey/profile/invoice").get(profile::invoice::show).post(profile::invoice::post),
        company("/cakey/profile/contact").get(profile::contact::show),
        company("/cakey/profile/contact/edit").get(profile::contact_edit::show).post(profile::contact_edit::post),
    ]
}

fn orders() -> Vec<Entry> {
    use orders::{acts, application, check, detail, form, history, list};
    use payment::{code, done, prompt};
    vec![
        company("/cakey/orders").get(list::list),
        company("/cakey/orders/new").get(form::new).post(form::create),
        company("/cakey/orders/{number}").get(detail::show),
        company("/cakey/orders/{number}/application.pdf").get(application::own),
        company("/cakey/orders/{number}/edit").get(form::edit).post(form::save),
        company("/cakey/orders/{number}/check").get(check::show),
        company("/cakey/orders/{number}/materials").get(acts::back_to_order).post(materials::order::post),
        company("/cakey/orders/{number}/submit").get(acts::back_to_order).post(check::post),
        company("/cakey/orders/{number}/withdraw").get(acts::ask_withdraw).post(acts::withdraw),
        company("/cakey/orders/{number}/cancel").get(acts::ask_cancel).post(acts::cancel),
        company("/cakey/orders/{number}/delete").get(acts::ask_delete).post(acts::delete),
        company("/cakey/orders/{number}/request-cancel").get(acts::ask_request_cancel).post(acts::request_cancel),
        company("/cakey/orders/{number}/confirm").get(acts::back_to_order).post(acts::confirm),
        company("/cakey/orders/{number}/history").get(history::show),
        company("/cakey/orders/{number}/pay").get(prompt::show).post(prompt::post),
        company("/cakey/orders/{number}/pay/code").get(code::show).post(code::post),
        company("/cakey/orders/{number}/pay/qr.png").get(code::picture),
        company("/cakey/orders/{number}/pay/status").get(code::status),
        company("/cakey/orders/{number}/pay/done").get(done::show),
    ]
}

fn invoices() -> Vec<Entry> {
    vec![
        company("/cakey/invoices").get(invoices::list::show),
        company("/cakey/invoices/{number}").get(invoices::detail::show),
        company("/cakey/invoices/{number}/pdf").get(invoices::detail::pdf),
        company("/cakey/invoices/{number}/resend").post(invoices::detail::resend),
    ]
}
