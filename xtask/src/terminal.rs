//! The one place that prints.

#[expect(clippy::print_stdout, reason = "a command line tool speaks on standard output")]
pub fn say(line: &str) {
    println!("{line}");
}
