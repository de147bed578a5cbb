//! 办理网点: the public list of outlets (the annex of the manual).

pub mod list;
