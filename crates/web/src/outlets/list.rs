//! 办理网点, for everybody: where certificates can be collected, and when.

use crate::failure::Failure;
use crate::page::page;
use crate::session::Visitor;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::outlet::Outlet;

#[derive(Template)]
#[template(path = "outlets/list.html")]
struct OutletsPage {
    shell: Shell,
    outlets: Vec<Outlet>,
}

/// GET /cakey/outlets
pub async fn show(State(site): State<Site>, Visitor(session): Visitor) -> Result<Response, Failure> {
    let outlets = app::outlet::list(&site.app).await?;
    page(&OutletsPage { shell: shell(&site, &session, Menu::None, "办理网点"), outlets })
}

#[cfg(test)]
pub fn sample() -> Vec<Outlet> {
    vec![Outlet {
        id: domain::id::OutletId::new(1),
        name: "东湖网点".into(),
        address: "澜州市东湖区政务服务中心二楼 B12 窗口".into(),
        phone: "0990-0000001".into(),
        hours: "工作日 9:00–17:00".into(),
        open: true,
    }]
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    let page = |outlets| OutletsPage { shell: crate::samples::nobody("办理网点"), outlets }.to_string();
    vec![("outlets".into(), page(sample())), ("no outlets".into(), page(Vec::new()))]
}
