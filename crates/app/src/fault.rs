//! We or a vendor failed. One variant per kind; the cause of each stays reachable by `source()`. The log shows the whole
//! chain, the page an incident's number and nothing else of it.

use crate::ports::PortError;
use std::error::Error as StdError;
use std::sync::Arc;

/// A cause that several answers may share: one failed COMMIT answers a whole batch.
pub type Cause = Arc<dyn StdError + Send + Sync>;

#[derive(Clone, Debug, thiserror::Error)]
pub enum Fault {
    #[error("the database failed")]
    Database(#[from] db::Error),
    /// An outside service, where a person waits for it. The workers' calls are retried and are no faults.
    #[error("{what}")]
    Vendor {
        /// What was attempted.
        what: String,
        /// Its answer, or its silence.
        source: PortError,
    },
    /// The folder, or the store, of uploaded files.
    #[error("{what}")]
    Files {
        /// What was attempted.
        what: &'static str,
        source: Cause,
    },
    /// A stored hash or second factor that cannot be read, or a new one that cannot be made.
    #[error("{what}")]
    Credential {
        /// What was attempted.
        what: &'static str,
        source: Cause,
    },
    /// Work on a thread of its own that ended badly.
    #[error("{what}")]
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

/// An error and all its causes in one line: `opening P1: outcome unknown: no answer`.
pub fn chain(error: &dyn StdError) -> String {
    let mut said = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        said = format!("{said}: {error}");
        cause = error.source();
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;

    #[test]
    fn the_chain_names_what_was_attempted_and_every_cause() {
        let fault = Fault::vendor("opening P1", PortError::Unknown("no answer".into()));
        assert_eq!(chain(&fault), "opening P1: outcome unknown: no answer");
        let disk = std::io::Error::other(std::io::Error::new(std::io::ErrorKind::StorageFull, "disk full"));
        let error = Error::from(Fault::files("storing a file", disk));
        assert_eq!(chain(&error), "storing a file: disk full");
        assert!(std::error::Error::source(&Fault::from(db::Error::Busy)).is_some());
    }
}
