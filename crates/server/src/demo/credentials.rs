//! Keys, secrets and passwords of one demonstration: drawn at its first start, kept in its folder, readable for its
//! owner only. Nothing of them is in the program.

use crate::keys::write_private;
use crate::source::Dice;
use app::chance::{self, Chance};
use domain::rights::Role;
use serde::{Deserialize, Serialize};
use std::io;
use std::path::{Path, PathBuf};

/// Everything that must stay the same when the demonstration is started again.
#[derive(Serialize, Deserialize)]
pub struct Credentials {
    /// The merchant's private key at the payment gateway (PEM).
    pub app_private_key: String,
    /// Its public half, registered at the gateway.
    pub app_public_key: String,
    /// The secret shared with the SMS provider.
    pub sms_secret: String,
    /// The password at the mail server.
    pub mail_password: String,
    /// The secret shared with the invoice issuer.
    pub invoice_secret: String,
    pub staff: Vec<Staff>,
    #[serde(skip)]
    folder: PathBuf,
}

/// A staff account of the demonstration.
#[derive(Serialize, Deserialize)]
pub struct Staff {
    pub login: String,
    /// What the person may do.
    pub role: Role,
    /// The name of the outlet, for outlet staff.
    pub outlet: Option<String>,
    /// The person's name and role, as printed.
    pub label: String,
    pub name: String,
    pub password: String,
    /// The secret of the one-time codes, base32.
    pub totp: String,
}

const STAFF: [(&str, &str, Role, Option<&str>); 10] = [
    ("shenhe", "周予安", Role::Reviewer, None),
    ("shenhe2", "郑书言", Role::Reviewer, None),
    ("fahuo", "何知远", Role::Shipper, None),
    ("donghu", "许南乔", Role::Outlet, Some("东湖网点")),
    ("xiling", "江照晚", Role::Outlet, Some("西岭网点")),
    ("kefu", "宋时雨", Role::Support, None),
    ("caiwu", "李一舟", Role::Finance, None),
    ("zhuguan", "顾清川", Role::Supervisor, None),
    ("guanli", "陆闻笙", Role::Admin, None),
    ("shenji", "程静姝", Role::Auditor, None),
];

impl Credentials {
    /// Reads the folder's credentials, or draws them.
    ///
    /// # Errors
    /// When the folder cannot be read or written, or holds something else under this name.
    pub fn load_or_make(folder: &Path) -> io::Result<Credentials> {
        let file = folder.join("demo.json");
        let mut credentials: Credentials = match std::fs::read(&file) {
            Ok(bytes) => serde_json::from_slice(&bytes)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let made = draw();
                write_private(&file, &serde_json::to_vec_pretty(&made)?)?;
                made
            }
            Err(error) => return Err(error),
        };
        credentials.folder = folder.to_owned();
        write_private(&credentials.private_key_file(), credentials.app_private_key.as_bytes())?;
        Ok(credentials)
    }

    /// Where the merchant's private key lies, for the configuration.
    pub fn private_key_file(&self) -> PathBuf {
        self.folder.join("app-private-key.pem")
    }
}

fn draw() -> Credentials {
    let dice = Dice::new();
    let (app_private_key, app_public_key) = simulators::keys::generate_rsa_key();
    let staff = STAFF.iter().map(|(login, name, role, outlet)| Staff {
        login: (*login).to_owned(),
        role: *role,
        outlet: outlet.map(str::to_owned),
        label: outlet.map_or_else(|| format!("{} {name}", role.title()), |o| format!("{o} {name}")),
        name: (*name).to_owned(),
        password: password(&dice),
        totp: base32(&dice),
    });
    Credentials {
        app_private_key,
        app_public_key,
        sms_secret: chance::token(&dice),
        mail_password: chance::token(&dice),
        invoice_secret: chance::token(&dice),
        staff: staff.collect(),
        folder: PathBuf::new(),
    }
}

/// `Demo-xxxx-xxxx`: meets the rules for passwords and can be typed.
fn password(dice: &dyn Chance) -> String {
    let letters: Vec<char> = chance::bytes::<8>(dice).iter().map(|b| char::from(SIGNS[usize::from(b % 32)])).collect();
    let text: String = letters.iter().collect();
    format!("Demo-{}-{}", &text[..4], &text[4..])
}

const SIGNS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

fn base32(dice: &dyn Chance) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    chance::bytes::<32>(dice).iter().map(|b| char::from(ALPHABET[usize::from(b % 32)])).collect()
}
