//! Who may open what: generated from the site's own table of addresses, so that no cell of it stays untested. A new
//! address brings its cells with it; a new kind of placeholder stops the test until `fill` knows it.

mod companies;
mod roles;

use crate::world::{Client, Company, Order, PICKUP, Page, World};
use std::sync::Arc;
use web::Address;

/// Every method that a browser or a stranger may send.
const METHODS: [&str; 5] = ["GET", "HEAD", "POST", "PUT", "DELETE"];

/// A company with one order of every kind of thing that has an address.
struct Owner {
    company: Company,
    order: Order,
    /// A file of theirs.
    attachment: String,
}

impl Owner {
    /// An order that is paid and waits at the reviewer's.
    async fn under_review(world: &Arc<World>, name: &str) -> Owner {
        let company = world.company(name).await.complete_profile().await;
        let order = company.paid_order(PICKUP).await;
        let attachment = world.attachments_of(&company.name).await[0].to_string();
        Owner { company, order, attachment }
    }

    /// What no answer to anybody else may hold.
    fn marks(&self) -> [&str; 4] {
        [&self.company.name, &self.company.mobile, &self.company.email, &self.company.code]
    }

    /// The address with this owner's things in the place of its placeholders.
    fn fill(&self, address: &Address) -> String {
        let mut path = String::new();
        for part in address.path.split_inclusive('/') {
            let name = part.trim_end_matches('/');
            let value = match name {
                "{number}" => &self.order.number,
                "{id}" if address.path.contains("/attachments/") => &self.attachment,
                // Row ids and keys: the first row of a table is there in every demonstration, or it is not found.
                name if name.starts_with('{') => "1",
                name => name,
            };
            path.push_str(value);
            path.push_str(&part[name.len()..]);
        }
        path
    }
}

/// Asks with a method; a form carries the asker's own token where there is one.
async fn ask(browser: &Client, method: &str, path: &str, csrf: Option<&str>) -> Page {
    let plausible = [("version", "1"), ("act", "save"), ("true", "1"), ("sure", "1"), ("project", "1"), ("certs", "1")];
    let inputs = || csrf.into_iter().map(|csrf| ("csrf", csrf)).chain(plausible).collect::<Vec<_>>();
    let body = (method != "GET" && method != "HEAD").then(inputs);
    browser.request(method, path, body.as_deref()).await
}

/// Whether the table says that the address answers this method.
fn answers(address: &Address, method: &str) -> bool {
    address.methods.iter().any(|known| known.as_str() == method || (method == "HEAD" && known.as_str() == "GET"))
}

/// How a form is refused that does not fit the address, or that names what is not there.
const REFUSED: [u16; 4] = [400, 404, 415, 422];

/// One line for the log of the test: how many cells were asked.
fn report(what: &str, cells: usize) {
    eprintln!("{what}: {cells} cells");
}
