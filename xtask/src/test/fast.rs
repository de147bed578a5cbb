//! What `--fast` leaves out: the tests that drive browsers or kill the program again and again.

/// Their full names in the binary `it` of the crate `server`, so that nothing else is left out.
pub const LEFT_OUT: [&str; 3] = [
    "browser::the_path_passes_in_browsers_with_script_and_without_and_every_page_is_sound",
    "crash::kill::fifty_kills_under_load_lose_nothing_that_was_acknowledged",
    "uploads::crash::a_kill_while_files_arrive_leaves_no_row_without_its_file",
];

/// The arguments for the test binaries.
pub fn arguments() -> Vec<&'static str> {
    let skipped = LEFT_OUT.iter().flat_map(|name| ["--skip", name]);
    std::iter::once("--exact").chain(skipped).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project;

    #[test]
    fn every_test_that_is_left_out_is_there() {
        for name in LEFT_OUT {
            let (module, test) = name.rsplit_once("::").unwrap_or_default();
            let path = format!("crates/server/tests/it/{}.rs", module.replace("::", "/"));
            let text = std::fs::read_to_string(project::root().join(&path)).unwrap_or_default();
            assert!(text.contains(&format!("fn {test}(")), "{name} is not in {path}");
        }
    }
}
