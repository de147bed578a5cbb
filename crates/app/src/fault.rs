//! We or a vendor failed. One variant per kind; the cause of each stays reachable by `source()`. Whatever prints a fault
//! prints its causes with it, for it ends in a log or among 失败任务, where nobody would ask for them; the page of a user
//! shows an incident's number and nothing else of it.

use crate::ports::PortError;
use std::error::Error as StdError;
use std::sync::Arc;

/// A cause that several answers may share: one failed COMMIT answers a whole batch.
pub type Cause = Arc<dyn StdError + Send + Sync>;

#[derive(Clone, Debug, thiserror::Error)]
pub enum Fault {
    #[error("the database failed{}", because(.0))]
    Database(#[from] db::Error),
    /// An outside service, where a person waits for it. The workers' calls are retried and are no faults.
    #[error("{what}{}", because(source))]
    Vendor {
        /// What was attempted.
        what: String,
        /// Its answer, or its silence.
        source: PortError,
    },
    /// The folder, or the store, of uploaded files.
    #[error("{what}{}", because(source))]
    Files {
        /// What was attempted.
        what: &'static str,
        source: Cause,
    },
    /// A stored hash or second factor that cannot be read, or a new one that cannot be made.
    #[error("{what}{}", because(source))]
    Credential {
        /// What was attempted.
        what: &'static str,
        source: Cause,
    },
    /// Work on a thread of its own that ended badly.
    #[error("{what}{}", because(source))]
    Work {
        /// What was worked at.
        what: &'static str,
        source: Cause,
    },
    /// Stored rows contradict each other, or one is missing that must be there.
    #[error("{0}")]
    Records(String),
}

impl Fault {
    /// An outside service failed a person who waits.
    pub fn vendor(what: impl Into<String>, source: PortError) -> Fault {
        Fault::Vendor { what: what.into(), source }
    }

    /// The store of files failed.
    pub fn files(what: &'static str, source: impl StdError + Send + Sync + 'static) -> Fault {
        Fault::Files { what, source: Arc::new(source) }
    }

    /// A hash or a second factor failed.
    pub fn credential(what: &'static str, source: impl StdError + Send + Sync + 'static) -> Fault {
        Fault::Credential { what, source: Arc::new(source) }
    }

    /// A thread of its own failed.
    pub fn work(what: &'static str, source: impl StdError + Send + Sync + 'static) -> Fault {
        Fault::Work { what, source: Arc::new(source) }
    }

    /// The records are not as they must be.
    pub fn records(what: impl Into<String>) -> Fault {
        Fault::Records(what.into())
    }
}

/// A cause and all of its own, as they follow what was attempted: `: outcome unknown: no answer`.
pub fn because(cause: &dyn StdError) -> String {
    let mut said = format!(": {cause}");
    let mut next = cause.source();
    while let Some(cause) = next {
        said.push_str(&format!(": {cause}"));
        next = cause.source();
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;

    #[test]
    fn whatever_prints_a_fault_says_what_was_attempted_and_every_cause() {
        let fault = Fault::vendor("opening P1", PortError::Unknown("no answer".into()));
        assert_eq!(fault.to_string(), "opening P1: outcome unknown: no answer");
        let disk = std::io::Error::other(std::io::Error::new(std::io::ErrorKind::StorageFull, "disk full"));
        let error = Error::from(Fault::files("storing a file", disk));
        assert_eq!(error.to_string(), "storing a file: disk full");
        let full = Error::from(db::Error::Full("disk".into()));
        assert_eq!(full.to_string(), "the database failed: full: disk");
        let lost = Error::from(db::Error::Unknown("the connection died".into()));
        assert_eq!(lost.to_string(), "it is not known whether it was stored: outcome unknown: the connection died");
        assert!(std::error::Error::source(&Fault::from(db::Error::Busy)).is_some());
    }
}
