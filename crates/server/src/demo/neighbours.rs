//! The simulated vendors of a demonstration, on the five ports after the site's own.

use super::credentials::Credentials;
use super::options::Options;
use crate::config::Config;
use crate::keys::write_private;
use crate::wiring::StartError;
use simulators::alipay::{self, AlipayConfig, AlipaySimulator};
use simulators::nuonuo::{self, NuonuoConfig, NuonuoSimulator};
use simulators::phone::PhoneConfig;
use simulators::sms::{self, SmsConfig, SmsSimulator, Template};
use simulators::smtp::{self, SmtpConfig, SmtpSimulator};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

const PAYEE: &str = "澜州电子认证有限公司（示例）";
const SIGN_NAME: &str = "澜州电子认证";
const APP_ID: &str = "2021000000000001";
const SELLER_ID: &str = "2088000000000909";
const SMS_KEY_ID: &str = "DEMOKEYID";
const TAX_NUMBER: &str = "91990100MA0000001G";
const INVOICE_KEY: &str = "DEMOAPPKEY";
const MAILBOX: &str = "fapiao@lanzhou-ca.example";

/// The gateway's waiting times between notices (4 minutes … 15 hours) are divided by this.
const TIME_SCALE: f64 = 60.0;

const TEMPLATES: [(&str, &str, &str); 8] = [
    ("verification_code", "SMS_100000001", "验证码${code}，5分钟内有效。请勿告诉他人。"),
    ("shipped", "SMS_100000002", "您的订单${order}已由${carrier}寄出，单号${waybill}，运费到付。"),
    ("rejected", "SMS_100000003", "您的订单${order}审核未通过，已付款项将原路退回，请登录系统查看原因并修改。"),
    ("money_returned", "SMS_100000004", "您的订单${order}收到不应收的付款${amount}元，正在自动原路退回。"),
    ("confirm_reminder", "SMS_100000005", "您的订单${order}即将自动确认收货，如已收到证书请登录系统确认。"),
    (
        "temporary_password",
        "SMS_100000006",
        "临时密码${password}，15分钟内有效，只能用一次，登录后请设置新密码。请勿告诉他人。",
    ),
    ("password_changed", "SMS_100000007", "您的登录密码已修改，如非本人操作请致电400-000-0000。"),
    ("mobile_changed", "SMS_100000009", "您企业的联系手机号已更换，如非本人操作请致电400-000-0000。"),
];

pub struct Neighbours {
    gateway: AlipaySimulator,
    sms: SmsSimulator,
    mail: SmtpSimulator,
    invoices: NuonuoSimulator,
    folder: PathBuf,
}

impl Neighbours {
    /// Starts all of them.
    ///
    /// # Errors
    /// A port in use, a ledger that cannot be read.
    pub async fn start(options: &Options, credentials: &Credentials) -> Result<Neighbours, StartError> {
        let folder = options.data.join("simulators");
        let at = |offset: u16| SocketAddr::from(([127, 0, 0, 1], options.port + offset));
        let failed = |name: &'static str, offset: u16| {
            move |e| StartError::new(format!("the simulated {name} cannot start on {}", at(offset)), e)
        };
        // It has two ports, and its error does not say which one was refused.
        let no_mail =
            |e| StartError::new(format!("the simulated mail server cannot start on {} and {}", at(3), at(4)), e);
        let mail = smtp::start(SmtpConfig {
            listen: at(3),
            web_listen: at(4),
            dir: folder.join("mail"),
            username: MAILBOX.into(),
            password: credentials.mail_password.clone(),
        });
        let text_messages = sms::start(sms_config(options, at(2), folder.join("sms"), credentials));
        let sms = text_messages.await.map_err(failed("SMS provider", 2))?;
        let gateway = AlipayConfig {
            listen: at(1),
            dir: folder.join("gateway"),
            app_id: APP_ID.into(),
            seller_id: SELLER_ID.into(),
            seller_name: PAYEE.into(),
            app_public_key_pem: Some(credentials.app_public_key.clone()),
            time_scale: TIME_SCALE,
            public_url: None,
            phone: PhoneConfig {
                sms_inbox_url: Some(format!("{}/inbox.json", sms.url())),
                font: Some(Arc::new(web::font::BYTES.to_vec())),
                totp: credentials.staff.iter().map(|s| (format!("{} {}", s.login, s.label), s.totp.clone())).collect(),
            },
        };
        Ok(Neighbours {
            gateway: alipay::start(gateway).await.map_err(failed("payment gateway", 1))?,
            mail: mail.await.map_err(no_mail)?,
            invoices: nuonuo::start(invoice_config(at(5), folder.join("invoices"), credentials))
                .await
                .map_err(failed("invoice issuer", 5))?,
            sms,
            folder,
        })
    }

    /// The pages that a person may look at.
    pub fn pages(&self) -> [(&'static str, String); 4] {
        [
            ("模拟手机", self.phone()),
            ("短信收件箱", format!("{}/", self.sms.url())),
            ("邮件收件箱", format!("{}/", self.mail.web_url())),
            ("开票员工作台", format!("{}/", self.invoices.url())),
        ]
    }

    /// 模拟手机.
    pub fn phone(&self) -> String {
        format!("{}/", self.gateway.url())
    }

    /// Points the configuration to the simulators.
    pub fn configure(&self, mut config: Config, credentials: &Credentials) -> Config {
        let gateway_key = self.folder.join("gateway-public-key.pem");
        if let Err(error) = write_private(&gateway_key, self.gateway.public_key_pem().as_bytes()) {
            tracing::error!(%error, "the gateway's public key could not be kept");
        }
        config.payment.alipay.gateway = self.gateway.gateway_url();
        config.payment.alipay.app_id = APP_ID.into();
        config.payment.alipay.seller_id = SELLER_ID.into();
        config.payment.alipay.app_private_key = credentials.private_key_file();
        config.payment.alipay.alipay_public_key = gateway_key;
        config.sms.endpoint = format!("{}/", self.sms.url());
        config.sms.access_key_id = SMS_KEY_ID.into();
        config.sms.access_key_secret.clone_from(&credentials.sms_secret);
        config.sms.sign_name = SIGN_NAME.into();
        config.sms.templates =
            TEMPLATES.iter().map(|(name, code, _)| ((*name).to_owned(), (*code).to_owned())).collect();
        config.mail.host = self.mail.smtp_address().ip().to_string();
        config.mail.port = self.mail.smtp_address().port();
        config.mail.tls = crate::config::MailTls::None;
        config.mail.username = MAILBOX.into();
        config.mail.password.clone_from(&credentials.mail_password);
        config.mail.from_name = PAYEE.into();
        config.invoice.services_url = format!("{}/open/v1/services", self.invoices.url());
        config.invoice.token_url = format!("{}/accessToken", self.invoices.url());
        config.invoice.app_key = INVOICE_KEY.into();
        config.invoice.app_secret.clone_from(&credentials.invoice_secret);
        config.invoice.tax_number = TAX_NUMBER.into();
        config.invoice.seller_phone = "0990-0000000".into();
        config.invoice.seller_address = "福建省厦门市思明区示例路 1 号".into();
        config.invoice.seller_account = "示例银行 0000000000".into();
        config.invoice.clerk = "系统".into();
        config.invoice.file_hosts = vec![self.invoices.address().to_string()];
        config.operator.payee = PAYEE.into();
        config.operator.phone = "400-000-0000".into();
        config.operator.qq = "800000000".into();
        config
    }

    pub async fn stop(self) {
        self.gateway.stop().await;
        self.sms.stop().await;
        self.mail.stop().await;
        self.invoices.stop().await;
    }
}

fn sms_config(options: &Options, listen: SocketAddr, dir: PathBuf, credentials: &Credentials) -> SmsConfig {
    SmsConfig {
        listen,
        dir,
        access_key_id: SMS_KEY_ID.into(),
        access_key_secret: credentials.sms_secret.clone(),
        sign_names: vec![SIGN_NAME.into()],
        templates: TEMPLATES
            .iter()
            .map(|(_, code, text)| Template { code: (*code).to_owned(), text: (*text).to_owned() })
            .collect(),
        time_scale: 1.0,
        limits: !options.no_sms_limits,
        receipt_url: None,
    }
}

fn invoice_config(listen: SocketAddr, dir: PathBuf, credentials: &Credentials) -> NuonuoConfig {
    NuonuoConfig {
        listen,
        dir,
        app_key: INVOICE_KEY.into(),
        app_secret: credentials.invoice_secret.clone(),
        seller_tax_no: TAX_NUMBER.into(),
        seller_name: PAYEE.into(),
        issue_delay_ms: 1500,
        file_delay_ms: 500,
        callback_retry_ms: 5000,
        font: Arc::new(web::font::BYTES.to_vec()),
    }
}
