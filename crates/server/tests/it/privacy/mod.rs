//! Personal numbers: what lies in files and logs, and who may read one whole.

mod at_rest;
mod images;
mod reveal;
