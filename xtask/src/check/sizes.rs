//! Sizes: whether a screen still holds an idea.

use crate::project::{File, Finding, Project};
use std::collections::BTreeMap;

const FILE_LIMIT: usize = 400;
const FUNCTION_LIMIT: usize = 70;
const MEDIAN_LIMIT: usize = 130;

/// A file that the parser cannot read would pass every other rule unseen.
pub fn unreadable(project: &Project) -> Vec<Finding> {
    let broken = project.rust().filter_map(|file| Some((file, file.source().error.clone()?)));
    broken.map(|(file, error)| Finding::new(&file.path, 0, error)).collect()
}

/// Files over the limit, test modules included.
pub fn files(project: &Project) -> Vec<Finding> {
    let long = project.rust().filter(|file| lines(file) > FILE_LIMIT);
    long.map(|file| Finding::new(&file.path, 0, format!("{} lines, at most {FILE_LIMIT}", lines(file)))).collect()
}

/// Functions over the limit, those of tests included.
pub fn functions(project: &Project) -> Vec<Finding> {
    let all = project.rust().flat_map(|file| file.source().functions.iter().map(move |function| (file, function)));
    all.filter(|(_, function)| function.lines > FUNCTION_LIMIT)
        .map(|(file, function)| {
            let what = format!("{} has {} lines, at most {FUNCTION_LIMIT}", function.name, function.lines);
            Finding::new(&file.path, function.line, what)
        })
        .collect()
}

/// The median over all crates.
pub fn median(project: &Project) -> Vec<Finding> {
    let median = percentile(project.rust().map(lines).collect(), 50);
    if median <= MEDIAN_LIMIT {
        return Vec::new();
    }
    vec![Finding::new("crates", 0, format!("the median file has {median} lines, at most {MEDIAN_LIMIT}"))]
}

/// One line per crate: files, lines, those in tests, median, 90th percentile, longest file, longest function.
pub fn table(project: &Project) -> Vec<String> {
    let mut crates: BTreeMap<&str, Vec<&File>> = BTreeMap::new();
    for file in project.rust() {
        crates.entry(file.package().unwrap_or_default()).or_default().push(file);
    }
    let heading = ["crate", "files", "lines", "tests", "median", "p90", "max", "fn max"].map(str::to_owned);
    let rows = crates.iter().map(|(name, files)| row(name, files));
    std::iter::once(heading).chain(rows).map(aligned).collect()
}

fn row(name: &str, files: &[&File]) -> [String; 8] {
    let sizes: Vec<usize> = files.iter().map(|file| lines(file)).collect();
    let tests: usize =
        files.iter().map(|file| if file.is_test() { lines(file) } else { file.source().test_lines() }).sum();
    let longest = files.iter().flat_map(|file| &file.source().functions).map(|function| function.lines).max();
    let numbers = [
        sizes.len(),
        sizes.iter().sum(),
        tests,
        percentile(sizes.clone(), 50),
        percentile(sizes.clone(), 90),
        percentile(sizes, 100),
        longest.unwrap_or(0),
    ];
    let mut cells = numbers.iter().map(usize::to_string);
    std::array::from_fn(|column| if column == 0 { name.to_owned() } else { cells.next().unwrap_or_default() })
}

fn aligned(cells: [String; 8]) -> String {
    let [name, numbers @ ..] = cells;
    numbers.iter().fold(format!("{name:<11}"), |line, number| format!("{line}{number:>8}"))
}

fn lines(file: &File) -> usize {
    file.text.lines().count()
}

/// The smallest size that `percent` of all sizes do not exceed.
fn percentile(mut sizes: Vec<usize>, percent: usize) -> usize {
    sizes.sort_unstable();
    let rank = (sizes.len() * percent).div_ceil(100).max(1);
    sizes.get(rank - 1).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn long(lines: usize) -> String {
        "// a line\n".repeat(lines)
    }

    #[test]
    fn a_file_of_401_lines_is_found_and_one_of_400_is_not() {
        let found =
            files(&Project::planted(&[("crates/app/src/a.rs", &long(401)), ("crates/app/src/b.rs", &long(400))]));
        assert_eq!(found, [Finding::new("crates/app/src/a.rs", 0, "401 lines, at most 400")]);
    }

    #[test]
    fn a_function_of_71_lines_is_found_at_its_line_and_one_of_70_is_not() {
        let body = |lines: usize| format!("\nfn f() {{\n{}}}\n", long(lines - 2));
        let project = Project::planted(&[("xtask/src/a.rs", &body(71)), ("xtask/src/b.rs", &body(70))]);
        assert_eq!(functions(&project), [Finding::new("xtask/src/a.rs", 2, "f has 71 lines, at most 70")]);
    }

    #[test]
    fn a_median_over_the_limit_is_found() {
        let three = |middle: usize| [long(10), long(middle), long(300)];
        let planted = |texts: &[String; 3]| {
            median(&Project::planted(&[
                ("xtask/a.rs", &texts[0]),
                ("xtask/b.rs", &texts[1]),
                ("xtask/c.rs", &texts[2]),
            ]))
        };
        assert_eq!(planted(&three(131)).len(), 1);
        assert_eq!(planted(&three(130)), []);
    }

    #[test]
    fn a_file_that_is_no_rust_is_found() {
        assert_eq!(unreadable(&Project::planted(&[("crates/app/src/a.rs", "fn (")])).len(), 1);
    }

    #[test]
    fn the_table_counts_tests_apart() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n}\n";
        let table = table(&Project::planted(&[("crates/app/src/a.rs", text), ("crates/app/tests/b.rs", "\n")]));
        let cells: Vec<&str> = table[1].split_whitespace().collect();
        assert_eq!(cells, ["app", "2", "5", "4", "1", "4", "4", "1"]);
    }
}
