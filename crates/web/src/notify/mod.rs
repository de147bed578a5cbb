//! What outside services tell us. Machines, not people: no session, no form, no page; the answer is the word that the
//! service waits for, and never that word unless the notice is stored.

pub mod invoice;
pub mod payment;

/// The largest body that is read.
const BODY_MAX: usize = 64 * 1024;
