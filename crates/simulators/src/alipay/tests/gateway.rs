use super::*;

const QUERY: &str = "alipay.trade.query";

async fn sub_code(world: &World, form: &[(String, String)]) -> String {
    let answer: Value = serde_json::from_str(&world.post(form).await.unwrap()).unwrap();
    assert!(answer.get("sign").is_none(), "gateway errors are unsigned: {answer}");
    answer["error_response"]["sub_code"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
}

#[tokio::test]
async fn a_request_with_a_changed_parameter_is_an_invalid_signature() {
    let world = World::new().await;
    let mut form = world.request(QUERY, &json!({"out_trade_no": "P1"}), &[]);
    let biz = form.iter_mut().find(|(name, _)| name == "biz_content").unwrap();
    biz.1 = json!({"out_trade_no": "P2"}).to_string();
    assert_eq!(sub_code(&world, &form).await, "isv.invalid-signature");
}

#[tokio::test]
async fn a_signature_that_leaves_sign_type_out_is_refused() {
    let world = World::new().await;
    let mut form = world.request(QUERY, &json!({"out_trade_no": "P1"}), &[]);
    form.retain(|(name, _)| name != "sign" && name != "sign_type");
    let text: Vec<String> = form.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let sign = STANDARD.encode(shop_key().sign(text.join("&").as_bytes()));
    form.push(("sign_type".into(), "RSA2".into()));
    form.push(("sign".into(), sign));
    assert_eq!(sub_code(&world, &form).await, "isv.invalid-signature");
}

#[tokio::test]
async fn a_foreign_app_an_unknown_method_and_an_old_timestamp_are_refused() {
    let world = World::new().await;
    let biz = json!({"out_trade_no": "P1"});
    let form = world.request(QUERY, &biz, &[("app_id", "2021000000000009")]);
    assert_eq!(sub_code(&world, &form).await, "isv.invalid-app-id");
    let form = world.request("alipay.trade.pay", &biz, &[]);
    assert_eq!(sub_code(&world, &form).await, "isv.invalid-method");
    let eight_hours_ago = beijing(world.simulator.clock().now() - Duration::from_secs(8 * 3600));
    let form = world.request(QUERY, &biz, &[("timestamp", &eight_hours_ago)]);
    assert_eq!(sub_code(&world, &form).await, "isv.invalid-timestamp");
    let mut form = world.request(QUERY, &biz, &[]);
    form.retain(|(name, _)| name != "sign");
    assert_eq!(sub_code(&world, &form).await, "isv.missing-signature");
}

#[tokio::test]
async fn parameters_in_the_query_string_count_like_those_in_the_body() {
    let world = World::new().await;
    let form = world.request(QUERY, &json!({"out_trade_no": "P1"}), &[]);
    let (body, query): (Vec<_>, Vec<_>) = form.into_iter().partition(|(name, _)| name == "biz_content");
    let request = world.http.post(world.simulator.gateway_url()).query(&query).form(&body);
    let response = request.send().await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/html;charset=utf-8");
    let answer = verified(QUERY, &response.text().await.unwrap()).unwrap();
    assert_eq!(answer["sub_code"], "ACQ.TRADE_NOT_EXIST");
}

#[tokio::test]
async fn a_key_that_is_registered_later_replaces_the_first() {
    let world = World::new().await;
    let other = generate_rsa_key().1;
    world.simulator.register_app_key(&other).unwrap();
    let form = world.request(QUERY, &json!({"out_trade_no": "P1"}), &[]);
    assert_eq!(sub_code(&world, &form).await, "isv.invalid-signature");
    world.simulator.register_app_key(&shop_pair().1).unwrap();
    assert_eq!(world.query("P1").await["sub_code"], "ACQ.TRADE_NOT_EXIST");
    assert!(world.simulator.register_app_key("nonsense").is_err());
}

#[tokio::test]
async fn amounts_numbers_and_subjects_that_the_real_one_refuses_are_refused() {
    let world = World::new().await;
    let good = json!({"out_trade_no": "P1", "subject": "证书", "total_amount": "300.00"});
    let cases = [
        ("total_amount", "0.030000000000000002", "ACQ.INVALID_PARAMETER"),
        ("total_amount", "300", "ACQ.INVALID_PARAMETER"),
        ("total_amount", "0.00", "ACQ.TOTAL_FEE_EXCEED"),
        ("total_amount", "100000000.01", "ACQ.TOTAL_FEE_EXCEED"),
        ("out_trade_no", "P-1", "ACQ.INVALID_PARAMETER"),
        ("subject", "a=b", "ACQ.INVALID_PARAMETER"),
        ("time_expire", "2020-01-01 00:00:00", "ACQ.INVALID_PARAMETER"),
    ];
    for (name, value, expected) in cases {
        let mut biz = good.clone();
        biz[name] = value.into();
        assert_eq!(world.call("alipay.trade.precreate", biz).await["sub_code"], expected, "{name}={value}");
    }
    assert_eq!(world.call("alipay.trade.precreate", good).await["code"], "10000");
}
