//! 材料: the card of documents on the pages of orders and profiles, where they are uploaded, and the reviewer's viewer.
//! Rules and tables are in `app::material`; handing files out is `attachments`.

pub mod card;
pub mod order;
pub mod profile;
#[cfg(test)]
mod tests;
pub mod viewer;
