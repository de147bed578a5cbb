//! What the server answers to each line of a client: the state machine of SMTP (RFC 5321, RFC 4954) without a socket.
//! Submission rules as Chinese mail providers enforce them (protocols 6): no mail before AUTH, and the sender must be
//! the authenticated address.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Larger mails are refused with 552.
pub(super) const MAIL_MAX_BYTES: usize = 20 * 1024 * 1024;
/// More recipients in one mail are refused with 452.
const RECIPIENTS_MAX: usize = 100;

/// What the connection does next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    Reply(String),
    /// Reply and then read the mail.
    ReadMail(String),
    /// Reply and hang up.
    Quit(String),
}

/// Tells what the mailbox of a recipient says: `None` is "accepted".
pub(super) trait Recipients {
    fn refusal(&self, recipient: &str) -> Option<String>;
}

/// The dialogue with one client.
pub(super) struct Session {
    username: String,
    password: String,
    greeted: bool,
    authenticated: bool,
    login: Login,
    /// The envelope under way.
    pub(super) from: Option<String>,
    pub(super) to: Vec<String>,
}

/// A multi-line AUTH under way.
enum Login {
    None,
    Plain,
    Username,
    Password { username: String },
}

impl Session {
    pub(super) fn new(username: &str, password: &str) -> Self {
        Self {
            username: username.to_owned(),
            password: password.to_owned(),
            greeted: false,
            authenticated: false,
            login: Login::None,
            from: None,
            to: Vec::new(),
        }
    }

    /// Answers one line, given without its line end.
    pub(super) fn line(&mut self, line: &str, recipients: &dyn Recipients) -> Next {
        match std::mem::replace(&mut self.login, Login::None) {
            Login::None => {}
            _ if line == "*" => return reply("501 5.7.0 Authentication cancelled"),
            Login::Plain => return self.auth_plain(line),
            Login::Username => return self.auth_login_password(line),
            Login::Password { username } => return self.authenticate(&username, &decode(line)),
        }
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        let rest = rest.trim();
        match verb.to_ascii_uppercase().as_str() {
            "EHLO" => self.ehlo(),
            "HELO" => {
                self.greeted = true;
                self.reset();
                reply("250 simulator.invalid")
            }
            "AUTH" => self.auth(rest),
            "MAIL" => self.mail(rest),
            "RCPT" => self.rcpt(rest, recipients),
            "DATA" if self.to.is_empty() => reply("503 5.5.1 No valid recipients"),
            "DATA" => Next::ReadMail("354 End data with <CR><LF>.<CR><LF>".into()),
            "RSET" => {
                self.reset();
                reply("250 2.0.0 Ok")
            }
            "NOOP" => reply("250 2.0.0 Ok"),
            "QUIT" => Next::Quit("221 2.0.0 Bye".into()),
            "VRFY" => reply("252 2.1.5 Cannot verify"),
            _ => reply("500 5.5.2 Command unrecognized"),
        }
    }

    /// Forgets the envelope, not the authentication.
    pub(super) fn reset(&mut self) {
        self.from = None;
        self.to.clear();
    }

    fn ehlo(&mut self) -> Next {
        self.greeted = true;
        self.reset();
        reply(&format!(
            "250-simulator.invalid\r\n250-PIPELINING\r\n250-SIZE {MAIL_MAX_BYTES}\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME"
        ))
    }

    fn auth(&mut self, rest: &str) -> Next {
        if self.authenticated || !self.greeted || self.from.is_some() {
            return reply("503 5.5.1 Bad sequence of commands");
        }
        let (mechanism, initial) = rest.split_once(' ').unwrap_or((rest, ""));
        match (mechanism.to_ascii_uppercase().as_str(), initial) {
            ("PLAIN", "") => {
                self.login = Login::Plain;
                reply("334 ")
            }
            ("PLAIN", initial) => self.auth_plain(initial),
            ("LOGIN", "") => {
                self.login = Login::Username;
                reply("334 VXNlcm5hbWU6")
            }
            ("LOGIN", initial) => self.auth_login_password(initial),
            _ => reply("504 5.5.4 Unrecognized authentication type"),
        }
    }

    fn auth_plain(&mut self, base64: &str) -> Next {
        let decoded = decode(base64);
        let mut parts = decoded.split('\0').skip(1);
        let (username, password) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        self.authenticate(username, password)
    }

    fn auth_login_password(&mut self, base64: &str) -> Next {
        self.login = Login::Password { username: decode(base64) };
        reply("334 UGFzc3dvcmQ6")
    }

    fn authenticate(&mut self, username: &str, password: &str) -> Next {
        self.authenticated = username.eq_ignore_ascii_case(&self.username) && password == self.password;
        reply(if self.authenticated {
            "235 2.7.0 Authentication successful"
        } else {
            "535 5.7.8 Error: authentication failed, use the authorization code"
        })
    }

    fn mail(&mut self, rest: &str) -> Next {
        if !self.authenticated {
            return reply("530 5.7.0 Authentication required");
        }
        if self.from.is_some() {
            return reply("503 5.5.1 Nested MAIL command");
        }
        let Some((address, options)) = path(rest, "FROM:") else { return reply("501 5.1.7 Bad sender address syntax") };
        if !address.eq_ignore_ascii_case(&self.username) {
            return reply("553 5.7.1 Mail from must equal authorized user");
        }
        let size = options.split_ascii_whitespace().find_map(|option| {
            let (name, value) = option.split_once('=')?;
            name.eq_ignore_ascii_case("SIZE").then(|| value.parse::<usize>().ok()).flatten()
        });
        if size.is_some_and(|size| size > MAIL_MAX_BYTES) {
            return reply("552 5.3.4 Message size exceeds fixed limit");
        }
        self.from = Some(address.to_owned());
        reply("250 2.1.0 Ok")
    }

    fn rcpt(&mut self, rest: &str, recipients: &dyn Recipients) -> Next {
        if self.from.is_none() {
            return reply("503 5.5.1 Need MAIL command");
        }
        let Some((address, _)) = path(rest, "TO:").filter(|(address, _)| address.contains('@')) else {
            return reply("501 5.1.3 Bad recipient address syntax");
        };
        if self.to.len() >= RECIPIENTS_MAX {
            return reply("452 4.5.3 Too many recipients");
        }
        if let Some(refusal) = recipients.refusal(address) {
            return Next::Reply(refusal);
        }
        self.to.push(address.to_owned());
        reply("250 2.1.5 Ok")
    }
}

fn reply(text: &str) -> Next {
    Next::Reply(text.to_owned())
}

/// The address between `<` and `>` after the keyword, and what follows it.
fn path<'a>(rest: &'a str, keyword: &str) -> Option<(&'a str, &'a str)> {
    let head = rest.get(..keyword.len()).filter(|head| head.eq_ignore_ascii_case(keyword))?;
    rest[head.len()..].trim_start().strip_prefix('<')?.split_once('>')
}

/// Base64 to text; what cannot be read becomes empty and so matches no password.
fn decode(base64: &str) -> String {
    STANDARD.decode(base64.trim()).ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Everyone;

    impl Recipients for Everyone {
        fn refusal(&self, _: &str) -> Option<String> {
            None
        }
    }

    fn codes(lines: &[&str]) -> Vec<String> {
        let mut session = Session::new("ca@ca.example", "code");
        lines
            .iter()
            .map(|line| match session.line(line, &Everyone) {
                Next::Reply(text) | Next::ReadMail(text) | Next::Quit(text) => text[..3].to_owned(),
            })
            .collect()
    }

    fn b64(text: &str) -> String {
        STANDARD.encode(text)
    }

    #[test]
    fn a_mail_needs_a_greeting_a_login_and_an_envelope() {
        let plain = format!("AUTH PLAIN {}", b64("\0ca@ca.example\0code"));
        let lines = ["EHLO a", &plain, "MAIL FROM:<ca@ca.example> SIZE=10", "RCPT TO:<li@b.example>", "DATA", "QUIT"];
        assert_eq!(codes(&lines), ["250", "235", "250", "250", "354", "221"]);
        assert_eq!(codes(&[&plain]), ["503"]);
        assert_eq!(codes(&["EHLO a", "MAIL FROM:<ca@ca.example>"]), ["250", "530"]);
        assert_eq!(codes(&["EHLO a", &plain, "DATA", "RCPT TO:<a@b>"]), ["250", "235", "503", "503"]);
    }

    #[test]
    fn login_takes_two_lines_and_a_wrong_password_is_refused() {
        let (user, code, wrong) = (b64("ca@ca.example"), b64("code"), b64("wrong"));
        assert_eq!(codes(&["EHLO a", "AUTH LOGIN", &user, &code]), ["250", "334", "334", "235"]);
        assert_eq!(codes(&["EHLO a", "AUTH LOGIN", &user, &wrong]), ["250", "334", "334", "535"]);
        assert_eq!(codes(&["EHLO a", "AUTH PLAIN", "*", "AUTH CRAM-MD5"]), ["250", "334", "501", "504"]);
    }

    #[test]
    fn another_sender_and_a_mail_too_large_are_refused() {
        let plain = format!("AUTH PLAIN {}", b64("\0ca@ca.example\0code"));
        let mail = |from: &str| codes(&["EHLO a", &plain, from])[2].clone();
        assert_eq!(mail("MAIL FROM:<other@ca.example>"), "553");
        assert_eq!(mail("MAIL FROM:<ca@ca.example> SIZE=20971521"), "552");
        assert_eq!(mail("MAIL FROM:<CA@ca.example> SIZE=20971520"), "250");
        assert_eq!(mail("MAIL ca@ca.example"), "501");
    }
}
