//! What an operator sets, as people meet it: each key changes what it says and nothing else.

mod first_admin;
mod register;
mod terms;
