//! API clients on both engines: made and revoked by administrators alone, and blind to every project but their own.

use super::world::World;
use app::api_client::{self, ProvenClient, query};
use app::who::StaffUser;
use app::{Error, setup};
use domain::api_client::{ApiClientForm, ExternalKey};
use domain::id::{OrderNumber, ProjectId};
use domain::order::form::OrderForm;
use domain::rights::Role;
use jiff::civil::date;

const KEY: &str = "TB-2026-0001";

impl World {
    async fn client(&self, admin: &StaffUser, name: &str, project: ProjectId) -> (String, ProvenClient) {
        let form = ApiClientForm { name: name.into(), project: project.to_string() };
        let token = api_client::create(&self.app, admin, &form, name).await.unwrap().token.unwrap();
        let known = api_client::find(&self.app, &token).await.unwrap().unwrap();
        (token, known)
    }

    async fn keyed(&self, number: &OrderNumber, key: &str) {
        let (id, key, now) = (self.id(number).await, ExternalKey::parse(key).unwrap(), self.app.now());
        let set = self.app.write(move |tx| Ok(api_client::store::set_external_key(tx, id, &key, now)?));
        set.await.unwrap();
    }
}

both! {
    async fn a_client_sees_the_orders_of_its_own_project(world: World) {
        let admin = world.staff(Role::Admin, "guanli").await;
        let user = world.company("澜州青禾建设工程有限公司").await;
        let project = world.project().await;
        let prices = world.app.read(move |tx| {
            Ok(app::project::store::price_list_in_force(tx, project, jiff::Timestamp::MAX)?)
        });
        let items = prices.await.unwrap().unwrap().items;
        let name = "临溪市工程交易平台";
        let other = setup::add_project(&world.app, name, "收费标准", date(2026, 1, 1), &items).await.unwrap();
        let form = world.by_courier().await;
        let ours = world.draft(&user, &form).await;
        let foreign = world.draft(&user, &OrderForm { project: other.to_string(), ..form }).await;
        for number in [&ours, &foreign] {
            world.keyed(number, KEY).await;
        }
        let (_, client) = world.client(&admin, "投标系统", project).await;
        let order = query::order(&world.app, &client, ours.clone()).await.unwrap();
        assert_eq!((order.number.as_str(), order.external_key.as_deref()), (ours.as_str(), Some(KEY)));
        assert_eq!((order.certificates, order.seals, order.pickup), (2, 1, false));
        assert!(matches!(query::order(&world.app, &client, foreign.clone()).await, Err(Error::NotFound)));
        let key = ExternalKey::parse(KEY).unwrap();
        let found = query::by_key(&world.app, &client, key).await.unwrap();
        assert_eq!(found.iter().map(|order| order.number.as_str()).collect::<Vec<_>>(), [ours.as_str()]);
        assert_eq!(query::certificates(&world.app, &client, "").await.unwrap(), []);
    }

    async fn a_token_is_known_until_it_is_revoked_and_only_by_its_hash(world: World) {
        let admin = world.staff(Role::Admin, "guanli").await;
        let project = world.project().await;
        let (token, client) = world.client(&admin, "投标系统", project).await;
        assert_eq!((client.name.as_str(), client.project), ("投标系统", project));
        assert!(api_client::find(&world.app, &format!("{token}x")).await.unwrap().is_none());
        api_client::note_use(&world.app, client.id, 3).await.unwrap();
        api_client::note_use(&world.app, client.id, 2).await.unwrap();
        let listed = api_client::list(&world.app, &admin).await.unwrap();
        assert_eq!((listed.len(), listed[0].asked_today, listed[0].used_at), (1, 5, Some(world.app.now())));
        assert!(token.starts_with(&listed[0].hint) && listed[0].hint.len() < 12);
        api_client::revoke(&world.app, &admin, client.id).await.unwrap();
        api_client::revoke(&world.app, &admin, client.id).await.unwrap();
        assert!(api_client::find(&world.app, &token).await.unwrap().is_none());
        assert!(api_client::list(&world.app, &admin).await.unwrap()[0].revoked_at.is_some());
        world.client(&admin, "投标系统 ", project).await;
    }

    async fn a_name_in_use_and_a_second_click_make_no_second_client(world: World) {
        let admin = world.staff(Role::Admin, "guanli").await;
        let form = ApiClientForm { name: "投标系统".into(), project: world.project().await.to_string() };
        assert!(api_client::create(&world.app, &admin, &form, "first").await.unwrap().token.is_some());
        assert_eq!(api_client::create(&world.app, &admin, &form, "first").await.unwrap().token, None);
        let refused = api_client::create(&world.app, &admin, &form, "second").await;
        assert!(matches!(refused, Err(Error::Fields(errors)) if errors.get("name").is_some()));
        assert_eq!(api_client::list(&world.app, &admin).await.unwrap().len(), 1);
    }

    async fn nobody_but_an_administrator_makes_sees_or_revokes_clients(world: World) {
        let admin = world.staff(Role::Admin, "guanli").await;
        let project = world.project().await;
        let (token, client) = world.client(&admin, "投标系统", project).await;
        let form = ApiClientForm { name: "另一个".into(), project: project.to_string() };
        for role in Role::ALL.iter().copied().filter(|role| *role != Role::Admin) {
            let staff = world.staff(role, role.code()).await;
            let pretended = StaffUser { role: Role::Admin, ..staff };
            assert!(matches!(api_client::create(&world.app, &pretended, &form, "x").await, Err(Error::Denied(_))));
            assert!(matches!(api_client::revoke(&world.app, &pretended, client.id).await, Err(Error::Denied(_))));
            assert_eq!(api_client::list(&world.app, &pretended).await.unwrap(), []);
        }
        assert!(api_client::find(&world.app, &token).await.unwrap().is_some());
    }
}
