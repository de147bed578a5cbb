//! 订单服务 (manual 3.2 (6)–(13)): the list, 订单申请, 核对后提交, the details, 查看记录, and the small questions before
//! an order is withdrawn, cancelled or confirmed. Rules stand in `domain`, use cases in `app::order`.

pub mod acts;
pub mod application;
pub mod changed;
pub mod check;
pub mod detail;
mod filled;
#[cfg(test)]
mod flow_tests;
#[cfg(test)]
pub mod flow_world;
pub mod form;
pub mod form_page;
mod form_row;
pub mod history;
pub mod list;
pub mod money;
pub mod number;
pub mod place;
pub mod rejection;
#[cfg(test)]
pub mod sample;
pub mod steps;
pub mod tag;
pub mod view;
