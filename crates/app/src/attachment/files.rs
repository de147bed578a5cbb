//! Where the bytes lie, and who may check a file now. Checking takes a core and up to some hundred MB for a moment, so
//! it happens off the async threads, two at a time; a few may wait, whoever comes after those is told to come back.

use super::inspect::{self, CleanFile, FileRefusal};
use crate::Error;
use crate::Fault;
use domain::material::Material;
use jiff::Timestamp;
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Files that are checked at once.
const TURNS: usize = 2;
/// Files that may wait for it: some seconds' work.
const QUEUE: usize = 16;

/// Forms with files that are received at once; each holds one file in memory.
const HANDS: usize = 16;
/// How long a form waits for one of them.
const PATIENCE: Duration = Duration::from_secs(10);

pub struct Files {
    store: Arc<dyn ObjectStore>,
    /// Those that are being checked.
    turns: Arc<Semaphore>,
    /// Those that are being checked or wait.
    places: Arc<Semaphore>,
    /// Forms that are being received.
    hands: Arc<Semaphore>,
}

/// A file in the store, as it lists itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ListedFile {
    pub key: String,
    pub changed_at: Timestamp,
}

impl Files {
    /// In a local folder, which must exist. What was put is on the disk (fsync) when `put` returns.
    ///
    /// # Errors
    /// When the folder cannot be used.
    pub fn local(folder: &Path) -> Result<Files, Error> {
        let store = LocalFileSystem::new_with_prefix(folder).map_err(|e| Fault::files("opening the uploads", e))?;
        Ok(Files::over(Arc::new(store.with_fsync(true))))
    }

    /// In memory, for tests and measurements: gone with the process.
    pub fn in_memory() -> Files {
        Files::over(Arc::new(InMemory::new()))
    }

    fn over(store: Arc<dyn ObjectStore>) -> Files {
        let (turns, places) = (Semaphore::new(TURNS), Semaphore::new(TURNS + QUEUE));
        Files { store, turns: Arc::new(turns), places: Arc::new(places), hands: Arc::new(Semaphore::new(HANDS)) }
    }

    /// Leave to receive a form with files; held until it has been read.
    ///
    /// # Errors
    /// `Busy` when too many are being received.
    pub async fn receive(&self) -> Result<OwnedSemaphorePermit, Error> {
        let hand = tokio::time::timeout(PATIENCE, self.hands.clone().acquire_owned()).await;
        hand.map_err(|_| Error::Busy)?.map_err(|_| Error::Busy)
    }

    /// Checks and cleans a file, in its turn.
    pub(super) async fn inspect(
        &self,
        bytes: Vec<u8>,
        material: Material,
    ) -> Result<Result<CleanFile, FileRefusal>, Error> {
        let permits = self.wait().await?;
        let work = tokio::task::spawn_blocking(move || {
            // Held until the work is done, even if the caller has gone.
            let _permits = permits;
            inspect::inspect(bytes, material)
        });
        match work.await {
            Ok(inspected) => Ok(inspected),
            // A file that breaks a decoder is a broken file.
            Err(error) if error.is_panic() => Ok(Err(FileRefusal::Unreadable)),
            Err(error) => Err(Fault::work("checking a file", error).into()),
        }
    }

    async fn wait(&self) -> Result<(OwnedSemaphorePermit, OwnedSemaphorePermit), Error> {
        let place = self.places.clone().try_acquire_owned().map_err(|_| Error::Busy)?;
        let turn = self.turns.clone().acquire_owned().await.map_err(|_| Error::Busy)?;
        Ok((place, turn))
    }

    /// Lays a new file down.
    pub(super) async fn put(&self, key: &str, bytes: Vec<u8>) -> Result<(), Error> {
        let put = self.store.put(&Key::from(key), bytes.into()).await;
        Ok(put.map(drop).map_err(|e| Fault::files("storing a file", e))?)
    }

    /// Reads a whole file.
    pub(super) async fn get(&self, key: &str) -> Result<Vec<u8>, Error> {
        let read = async { self.store.get(&Key::from(key)).await?.bytes().await };
        Ok(read.await.map(|bytes| bytes.to_vec()).map_err(|e| Fault::files("reading a stored file", e))?)
    }

    /// Takes a file away; one that is gone already is no error.
    pub(super) async fn delete(&self, key: &str) -> Result<(), Error> {
        match self.store.delete(&Key::from(key)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(Fault::files("deleting a stored file", error).into()),
        }
    }

    /// The days on which files came: the folders of the store.
    pub(super) async fn days(&self) -> Result<Vec<String>, Error> {
        let listed = self.store.list_with_delimiter(None).await.map_err(|e| Fault::files("listing the files", e))?;
        Ok(listed.common_prefixes.iter().map(ToString::to_string).collect())
    }

    /// The files of a day.
    pub(super) async fn of_day(&self, day: &str) -> Result<Vec<ListedFile>, Error> {
        let day = Key::from(day);
        let listed = self.store.list_with_delimiter(Some(&day)).await;
        let listed = listed.map_err(|e| Fault::files("listing the files of a day", e))?;
        let entry = |object: &object_store::ObjectMeta| ListedFile {
            key: object.location.to_string(),
            changed_at: Timestamp::from_millisecond(object.last_modified.timestamp_millis()).unwrap_or(Timestamp::MAX),
        };
        Ok(listed.objects.iter().map(entry).collect())
    }
}
