use super::*;
use crate::account::session::{self, Origin};
use crate::fixture;
use crate::who::Who;

fn typed(text: &str) -> Vec<(String, String)> {
    vec![("note".to_owned(), text.to_owned())]
}

#[tokio::test]
async fn a_form_is_kept_for_its_company_alone_and_for_an_hour() {
    let world = fixture::app();
    let [mine, other] = ["澜州青禾建设有限公司（示例）", "澜州白鹭建设有限公司（示例）"];
    let (mine, other) = (world.bare_company(mine).await.id, world.bare_company(other).await.id);
    keep(&world, mine, "/cakey/orders/new", typed("第一标段\n第二标段")).await.unwrap();
    assert_eq!(newest(&world, other).await.unwrap(), None);
    let kept = newest(&world, mine).await.unwrap().unwrap();
    assert_eq!((kept.path.as_str(), &kept.fields), ("/cakey/orders/new", &typed("第一标段\n第二标段")));
    forget(&world, other, kept.id).await.unwrap();
    assert!(newest(&world, mine).await.unwrap().is_some(), "nobody else takes it away");
    world.clock.advance(LASTS);
    assert_eq!(newest(&world, mine).await.unwrap(), None);
    assert_eq!(purge(&world).await.unwrap(), 1);
}

#[tokio::test]
async fn the_newest_five_are_kept_and_come_back_newest_first() {
    let world = fixture::app();
    let company = world.bare_company("澜州青禾建设有限公司（示例）").await.id;
    for n in 1..=7 {
        keep(&world, company, "/cakey/orders/new", typed(&n.to_string())).await.unwrap();
    }
    for n in [7, 6, 5, 4, 3] {
        let kept = newest(&world, company).await.unwrap().unwrap();
        assert_eq!(kept.fields, typed(&n.to_string()));
        forget(&world, company, kept.id).await.unwrap();
    }
    assert_eq!(newest(&world, company).await.unwrap(), None);
}

#[tokio::test]
async fn only_a_session_that_ran_out_says_whose_it_was() {
    let world = fixture::app();
    let user = world.bare_company("澜州青禾建设有限公司（示例）").await;
    let (visitor_token, visitor) = session::start(&world).await.unwrap();
    let enter = async |visitor: &session::Session| {
        session::upgrade(&world, visitor, Who::Company(user.clone()), Origin::default()).await.unwrap()
    };
    let (token, living) = enter(&visitor).await;
    let (other, ended) = enter(&visitor).await;
    session::end(&world, ended.id).await.unwrap();
    assert!(session::find_gone(&world, &token).await.unwrap().is_none(), "it lives");
    world.clock.advance(world.settings.session.idle);
    session::purge(&world).await.unwrap();
    let gone = session::find_gone(&world, &token).await.unwrap().unwrap();
    assert_eq!((gone.company, gone.csrf), (user.id, living.csrf));
    for token in [&visitor_token, &other] {
        assert!(session::find_gone(&world, token).await.unwrap().is_none(), "a visitor's, or ended on purpose");
    }
    world.clock.advance(crate::account::store::session::REMEMBERED);
    session::purge(&world).await.unwrap();
    assert!(session::find_gone(&world, &token).await.unwrap().is_none());
}
