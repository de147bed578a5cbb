//! The OpenAPI description, made from the handlers and their types; docs/api/openapi.json is a copy that a test keeps.

use super::{answer, certificates, orders, problem};
use axum::response::Response;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "在线证书办理系统 接口",
        version = "1",
        description = "供交易平台查询本平台的订单状态和企业的证书。只读；不含联系人、手机号、证件和地址。说明见 docs/api/README.md。",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    paths(orders::list, orders::show, certificates::list),
    components(schemas(problem::Body)),
    modifiers(&Token),
    tags((name = "orders", description = "订单"), (name = "certificates", description = "证书"))
)]
struct Document;

struct Token;

impl Modify for Token {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme =
            HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some("系统管理员在“接口客户端”里建立"));
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(scheme.build()));
    }
}

/// GET /cakey/api/openapi.json
pub async fn show() -> Response {
    answer::json(&Document::openapi())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// `CAKEY_WRITE_OPENAPI=1 cargo test -p web api::document` writes it.
    #[test]
    fn the_copy_in_docs_is_up_to_date() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/api/openapi.json");
        let document = Document::openapi().to_pretty_json().unwrap() + "\n";
        if std::env::var_os("CAKEY_WRITE_OPENAPI").is_some() {
            std::fs::write(path, &document).unwrap();
        }
        assert!(
            std::fs::read_to_string(path).unwrap() == document,
            "docs/api/openapi.json is old: CAKEY_WRITE_OPENAPI=1"
        );
    }

    #[test]
    fn every_address_of_the_interface_is_described_and_needs_a_token() {
        let described = serde_json::to_value(Document::openapi()).unwrap();
        let paths = described["paths"].as_object().unwrap();
        let routes = crate::routes::addresses();
        let ours: Vec<_> = routes.iter().map(|a| a.path).filter(|path| path.starts_with("/cakey/api/v1/")).collect();
        assert_eq!(paths.len(), ours.len());
        for path in ours {
            assert_eq!(paths[path]["get"]["security"][0]["token"], serde_json::json!([]), "{path}");
        }
    }
}
