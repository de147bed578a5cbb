//! What stands around every page: the band on top, the menu at the side, the foot. Each is a template of its own, which
//! the compiler sees once; as a part of layout.html it would be compiled anew into every page.

use crate::shell::Shell;
use askama::Template;
use std::fmt::{self, Display, Formatter};

#[derive(Template)]
#[template(path = "layout/band.html")]
struct Band<'a> {
    shell: &'a Shell,
}

#[derive(Template)]
#[template(path = "layout/side.html")]
struct Side<'a> {
    shell: &'a Shell,
}

#[derive(Template)]
#[template(path = "layout/foot.html")]
struct Foot<'a> {
    shell: &'a Shell,
}

/// The attributes in which icons differ: the class, if there is one, and the size in pixels.
pub fn measures<'a>(size: &i32, class: &'a str) -> impl Display + use<'a> {
    Measures { size: *size, class }
}

struct Measures<'a> {
    size: i32,
    class: &'a str,
}

impl Display for Measures<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Measures { size, class } = self;
        if !class.is_empty() {
            write!(f, r#" class="{class}""#)?;
        }
        write!(f, r#" width="{size}" height="{size}""#)
    }
}

/// The band on top.
pub fn band(shell: &Shell) -> impl Display {
    Band { shell }
}

/// The menu at the side.
pub fn side(shell: &Shell) -> impl Display {
    Side { shell }
}

/// The foot.
pub fn foot(shell: &Shell) -> impl Display {
    Foot { shell }
}

/// The layout for each kind of visitor.
#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use crate::samples::{nobody, restricted, shell, staff_shell};
    use crate::shell::Menu;
    let visitors = [
        ("nobody", nobody("登录")),
        ("restricted", restricted("/cakey/consent", "用户协议")),
        ("company", shell(Menu::Orders, "订单服务")),
        ("staff", staff_shell(domain::rights::Role::Supervisor, Menu::Review, "审核队列")),
    ];
    let around = |shell: &Shell| {
        let side = if shell.has_menu() { side(shell).to_string() } else { String::new() };
        [band(shell).to_string(), side, foot(shell).to_string()].concat()
    };
    visitors.iter().map(|(who, shell)| (format!("layout {who}"), around(shell))).collect()
}
