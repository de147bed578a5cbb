//! Pages and HTTP: everything under `/cakey/`. Handlers read a request, call a use case of `app`, and show a page;
//! no rule of the trade stands here. Every URL is in `routes`, every failure's page in `failure_page`.

pub mod captcha;
pub mod font;
pub mod qr;

mod account;
pub mod api;
mod assets;
mod attachments;
mod audit;
mod browser;
mod clients;
mod companies;
mod config;
mod cookie;
mod csrf;
mod desk;
mod drain;
mod edit;
mod failure;
mod failure_page;
mod field;
mod file_form;
mod finance;
mod form;
mod frame;
mod help;
mod home;
mod invoices;
mod invoicing;
mod jobs;
mod layout;
mod materials;
mod messages;
mod multipart;
mod next;
mod notify;
mod orders;
mod outlets;
mod overview;
mod paced;
mod page;
mod paper;
mod payment;
mod personal;
mod places;
mod profile;
mod review;
mod routes;
mod session;
mod shell;
mod shipping;
mod site;
mod staff;
mod templates;
mod text;
mod upload;
mod workbench;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod samples;

pub use routes::{Address, Audience, addresses, router};
pub use site::{Site, SiteSettings};
