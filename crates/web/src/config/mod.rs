//! 配置: what administrators (and for prices and materials supervisors) keep as data. Each page saves under the version
//! that it showed, and what it changed stands in the audit trail.

pub mod announcement;
pub mod announcements;
pub mod material;
pub mod materials;
pub mod outlet;
pub mod outlets;
pub mod price_list;
pub mod prices;
pub mod project;
pub mod projects;
