//! 申请表模板, for everybody: the forms that an order needs on paper, empty (the annex of the manual).

pub mod list;
