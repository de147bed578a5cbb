//! The JSON interface for programs of trading platforms (接口客户端): an order's status by number or by the platform's
//! own key, and a company's certificates. Tokens and limits in `caller`, errors in `problem`, the description in
//! `document`. The rules are those of the pages: reads go through `app`, which narrows them to the client's project.

mod answer;
mod caller;
pub mod certificates;
pub mod document;
pub mod gate;
pub mod orders;
pub mod problem;
#[cfg(test)]
mod tests;
