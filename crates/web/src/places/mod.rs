//! 省, 市, 区 as three selects. With script, a choice asks here for what lies below it; without, 更新市、区 sends the
//! form, which comes back with the right choices. `choice.html` has the selects.

use axum::extract::Query;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use domain::place::{self, cities, districts};
use serde::Deserialize;

/// The button 更新市、区: `act` of the form around the selects.
pub const AREA: &str = "area";

/// An option of a select; whether it is the chosen one.
pub type Choice<'a> = (&'a str, bool);

/// The options of 省.
pub fn province_choices(chosen: &str) -> Vec<Choice<'_>> {
    choices(place::provinces().collect(), chosen)
}

/// The options of 市.
pub fn city_choices<'a>(province: &str, chosen: &'a str) -> Vec<Choice<'a>> {
    choices(cities(province), chosen)
}

/// The options of 区.
pub fn district_choices<'a>(province: &str, city: &str, chosen: &'a str) -> Vec<Choice<'a>> {
    choices(districts(province, city), chosen)
}

/// What was chosen stays to be seen even where it is not, or no longer, on the list: the form's check says so.
fn choices<'a>(offered: Vec<&'static str>, chosen: &'a str) -> Vec<Choice<'a>> {
    let strange = (!chosen.is_empty() && !offered.contains(&chosen)).then_some((chosen, true));
    strange.into_iter().chain(offered.into_iter().map(|name| (name, name == chosen))).collect()
}

/// What 更新市、区 does: what does not lie below the new choice is chosen no longer.
pub fn clear_strange(province: &str, city: &mut String, district: &mut String) {
    if !cities(province).contains(&city.as_str()) {
        city.clear();
    }
    if !districts(province, city).contains(&district.as_str()) {
        district.clear();
    }
}

/// Whose divisions are asked for: those of a 省, or of one 市 in it.
#[derive(Debug, Deserialize)]
#[serde(default)]
#[derive(Default)]
pub struct Above {
    province: String,
    city: String,
}

/// GET /cakey/places: the names below, as JSON; none for a place that is not known. The list is part of the program, so
/// an answer is good for a day.
pub async fn below(Query(above): Query<Above>) -> Response {
    let names = if above.city.is_empty() { cities(&above.province) } else { districts(&above.province, &above.city) };
    ([(CACHE_CONTROL, "public, max-age=86400")], axum::Json(names)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::to_bytes;

    async fn asked(province: &str, city: &str) -> Vec<String> {
        let answer = below(Query(Above { province: province.into(), city: city.into() })).await;
        serde_json::from_slice(&to_bytes(answer.into_body(), 10_000).await.unwrap()).unwrap()
    }

    #[test]
    fn a_choice_that_is_not_on_the_list_is_still_shown_until_another_place_is_asked_for() {
        assert_eq!(city_choices("广东省", "厦门市").first(), Some(&("厦门市", true)));
        assert_eq!(province_choices("").iter().filter(|(_, chosen)| *chosen).count(), 0);
        let choices = district_choices("福建省", "厦门市", "湖里区");
        assert_eq!(choices.iter().filter(|(_, chosen)| *chosen).collect::<Vec<_>>(), [&("湖里区", true)]);
        let (mut city, mut district) = ("厦门市".to_owned(), "思明区".to_owned());
        clear_strange("福建省", &mut city, &mut district);
        assert_eq!((city.as_str(), district.as_str()), ("厦门市", "思明区"));
        clear_strange("广东省", &mut city, &mut district);
        assert_eq!((city.as_str(), district.as_str()), ("", ""));
    }

    #[tokio::test]
    async fn what_lies_below_is_told_and_nothing_of_an_unknown_place() {
        assert!(asked("福建省", "").await.contains(&"厦门市".to_owned()));
        assert!(asked("福建省", "厦门市").await.contains(&"思明区".to_owned()));
        assert!(asked("", "").await.is_empty());
        assert!(asked("广东省", "东莞市").await.is_empty());
        assert!(asked("示例省", "厦门市").await.is_empty());
    }
}
