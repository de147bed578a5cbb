use super::*;

fn check(values: [&str; 3]) -> ([String; 3], FieldErrors) {
    let mut errors = FieldErrors::new();
    let names = PlaceInput { names: ["p", "c", "d"], values }.check(&mut errors);
    (names, errors)
}

#[test]
fn every_line_of_the_list_is_a_code_and_a_name_and_every_district_hangs_below_a_city() {
    let lines = include_str!("list.txt").lines();
    assert_eq!(lines.count(), ALL.len());
    assert_eq!(provinces().count(), 34);
    let mut reached = provinces().count();
    for province in provinces() {
        for city in cities(province) {
            reached += 1 + districts(province, city).len();
        }
    }
    assert_eq!(reached, ALL.len(), "some places cannot be chosen");
    assert!(ALL.iter().all(|division| (110_000..830_000).contains(&division.code)));
}

#[test]
fn a_province_has_its_cities_and_a_city_its_districts() {
    assert!(cities("福建省").starts_with(&["福州市", "厦门市"]));
    assert!(districts("福建省", "厦门市").contains(&"思明区"));
    assert_eq!(cities("北京市"), ["北京市"]);
    assert!(districts("重庆市", "重庆市").contains(&"万州区") && districts("重庆市", "重庆市").contains(&"城口县"));
    assert!(districts("湖北省", DIRECT).contains(&"仙桃市"));
    assert!(districts("海南省", "海口市").len() < 10, "the districts of one city alone");
    assert_eq!(cities("示例省"), [""; 0]);
    assert_eq!(districts("福建省", "广州市"), [""; 0]);
}

#[test]
fn a_place_is_chosen_level_by_level() {
    let good = check(["福建省", " 厦门市", "思明区"]);
    assert_eq!(good, (["福建省", "厦门市", "思明区"].map(str::to_owned), FieldErrors::new()));
    for (values, name, message) in [
        (["", "厦门市", "思明区"], "p", "请选择省"),
        (["福建", "厦门市", "思明区"], "p", "省“福建”不在可选的范围里，请重新选择"),
        (["福建省", "", ""], "c", "请选择市"),
        (["广东省", "厦门市", "思明区"], "c", "市“厦门市”不在可选的范围里，请重新选择"),
        (["福建省", "厦门市", ""], "d", "请选择区"),
        (["福建省", "厦门市", "鼓楼区"], "d", "区“鼓楼区”不在可选的范围里，请重新选择"),
    ] {
        let (_, errors) = check(values);
        assert_eq!((errors.len(), errors.get(name)), (1, Some(message)), "{values:?}");
    }
}

#[test]
fn where_there_is_nothing_to_choose_nothing_is_asked_or_kept() {
    assert_eq!(check(["广东省", "东莞市", ""]), (["广东省", "东莞市", ""].map(str::to_owned), FieldErrors::new()));
    assert_eq!(
        check(["香港特别行政区", "x", "y"]),
        (["香港特别行政区", "", ""].map(str::to_owned), FieldErrors::new())
    );
}

#[test]
fn an_address_says_no_place_twice() {
    assert_eq!(written("福建省", "厦门市", "思明区"), "福建省厦门市思明区");
    assert_eq!(written("北京市", "北京市", "东城区"), "北京市东城区");
    assert_eq!(written("湖北省", DIRECT, "仙桃市"), "湖北省仙桃市");
    assert_eq!(written("广东省", "东莞市", ""), "广东省东莞市");
}
