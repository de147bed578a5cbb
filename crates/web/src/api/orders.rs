//! Orders of the client's project.

use super::answer::json;
use super::caller::Caller;
use super::problem::{Body, Problem};
use crate::site::Site;
use app::api_client::query::{self, PlatformOrder};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::api_client::ExternalKey;
use domain::id::OrderNumber;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// One order. Nothing personal is in it.
#[derive(Serialize, ToSchema)]
pub struct Order {
    /// 订单号.
    #[schema(example = "DZ20261123-0127")]
    number: String,
    /// The platform's own key, if the link by which the user came had one.
    #[schema(example = "TB-2026-000123")]
    external_key: Option<String>,
    /// 企业名称.
    #[schema(example = "澜州青禾建设工程有限公司")]
    company: String,
    /// 统一社会信用代码; null until the company has given it.
    #[schema(example = "91990102MA7QX3T58B")]
    credit_code: Option<String>,
    /// `draft`, `awaiting_payment`, `under_review`, `to_ship`, `shipped`, `processing`, `completed` or `closed`.
    #[schema(example = "under_review")]
    status: &'static str,
    /// 订单状态, as people read it.
    #[schema(example = "待审核")]
    status_text: &'static str,
    /// 证书数量.
    certificates: i64,
    /// 签章数量.
    seals: i64,
    /// `courier` (快递到付) or `pickup` (网点自取).
    delivery: &'static str,
    /// When it was first saved, UTC.
    #[schema(format = DateTime, example = "2026-11-23T01:12:00Z")]
    created_at: String,
    /// When it last changed, UTC.
    #[schema(format = DateTime)]
    updated_at: String,
}

/// Orders, newest first, at most 100.
#[derive(Serialize, ToSchema)]
pub struct Orders {
    /// Them.
    orders: Vec<Order>,
}

/// By which the orders are looked for: exactly one of the two.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OrdersQuery {
    /// 订单号.
    #[param(example = "DZ20261123-0127")]
    number: Option<String>,
    /// The platform's own key.
    #[param(example = "TB-2026-000123")]
    key: Option<String>,
}

/// Looks for orders by number or by the platform's own key. What is not there, or another platform's, is not in the list.
#[utoipa::path(get, path = "/cakey/api/v1/orders", tag = "orders", params(OrdersQuery), security(("token" = [])), responses(
    (status = 200, description = "The orders; none is an empty list", body = Orders),
    (status = 400, description = "Not exactly one of number and key", body = Body, content_type = "application/problem+json"),
    (status = 401, description = "No token, or not a good one", body = Body, content_type = "application/problem+json"),
    (status = 429, description = "Too often; see Retry-After", body = Body, content_type = "application/problem+json"),
))]
pub async fn list(
    State(site): State<Site>,
    Caller(client): Caller,
    asked: Result<Query<OrdersQuery>, QueryRejection>,
) -> Result<Response, Problem> {
    let Ok(Query(asked)) = asked else { return Err(Problem::Malformed("参数不能识别，请用 number 或 key")) };
    let found = match (asked.number, asked.key) {
        (Some(number), None) => match OrderNumber::parse(&number) {
            Some(number) => one(query::order(&site.app, &client, number).await)?,
            None => Vec::new(),
        },
        (None, Some(key)) => match ExternalKey::parse(&key) {
            Some(key) => query::by_key(&site.app, &client, key).await?,
            None => return Err(Problem::Malformed("key 应为 1–64 位字母、数字或 . _ : -")),
        },
        _ => return Err(Problem::Malformed("请给出 number（订单号）或 key（平台自己的编号），只给一个")),
    };
    Ok(json(&Orders { orders: found.into_iter().map(Order::of).collect() }))
}

fn one(found: Result<PlatformOrder, app::Error>) -> Result<Vec<PlatformOrder>, Problem> {
    match found {
        Ok(order) => Ok(vec![order]),
        Err(app::Error::NotFound) => Ok(Vec::new()),
        Err(other) => Err(other.into()),
    }
}

/// One order.
#[utoipa::path(get, path = "/cakey/api/v1/orders/{number}", tag = "orders", security(("token" = [])),
    params(("number" = String, Path, description = "订单号", example = "DZ20261123-0127")), responses(
    (status = 200, description = "The order", body = Order),
    (status = 401, description = "No token, or not a good one", body = Body, content_type = "application/problem+json"),
    (status = 404, description = "Not there, or another platform's", body = Body, content_type = "application/problem+json"),
    (status = 429, description = "Too often; see Retry-After", body = Body, content_type = "application/problem+json"),
))]
pub async fn show(
    State(site): State<Site>,
    Caller(client): Caller,
    Path(number): Path<String>,
) -> Result<Response, Problem> {
    let number = OrderNumber::parse(&number).ok_or(Problem::NotFound)?;
    let order = query::order(&site.app, &client, number).await?;
    Ok(json(&Order::of(order)))
}

impl Order {
    fn of(order: PlatformOrder) -> Order {
        Order {
            number: order.number,
            external_key: order.external_key,
            company: order.company,
            credit_code: (!order.credit_code.is_empty()).then_some(order.credit_code),
            status: order.status.code(),
            status_text: order.status.label(),
            certificates: order.certificates,
            seals: order.seals,
            delivery: if order.pickup { "pickup" } else { "courier" },
            created_at: order.created_at.to_string(),
            updated_at: order.updated_at.to_string(),
        }
    }
}
