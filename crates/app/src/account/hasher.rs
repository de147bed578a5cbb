//! Hashes passwords with Argon2id. Each hash takes 19 MiB and tens of milliseconds of a core on purpose, so only a few
//! run at once, only so many wait, and whoever comes after those is told at once to come back.

use crate::Error;
use crate::Fault;
use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version};
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How many may wait for a turn, all permits together: some seconds' work.
const QUEUE: usize = 32;
/// Memory of one hash in KiB: 19 MiB.
const MEMORY_KIB: u32 = 19 * 1024;
/// Passes over the memory.
const PASSES: u32 = 2;
/// Lanes; one, because the cores serve other requests too.
const LANES: u32 = 1;
/// A hash of the same cost that no password has: what an unknown account's password is compared with.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Hashes and compares passwords, a few at a time.
pub struct Hasher {
    /// Those that run.
    turns: Arc<Semaphore>,
    /// Those that run or wait.
    places: Arc<Semaphore>,
}

impl Hasher {
    /// As many hashes at once as `permits` (at least one). Half of the cores is right.
    pub fn new(permits: usize) -> Hasher {
        let permits = permits.max(1);
        Hasher { turns: Arc::new(Semaphore::new(permits)), places: Arc::new(Semaphore::new(permits + QUEUE)) }
    }

    /// Hashes a new password; the text holds the salt and the cost.
    ///
    /// # Errors
    /// `Busy` when too many wait already.
    pub async fn hash(&self, password: &str, salt: [u8; 16]) -> Result<String, Error> {
        let password = password.to_owned();
        self.run(move || {
            let hash: PasswordHash = argon2()?
                .hash_password_with_salt(password.as_bytes(), &salt)
                .map_err(|e| Fault::credential("hashing a password", e))?;
            Ok(hash.to_string())
        })
        .await
    }

    /// Compares a password with a stored hash. `None`, for an account that does not exist, takes as long and is false.
    ///
    /// # Errors
    /// `Busy` when too many wait already; `Fault` when the stored text is no hash.
    pub async fn verify(&self, password: &str, stored: Option<&str>) -> Result<bool, Error> {
        let (password, known) = (password.to_owned(), stored.is_some());
        let stored = stored.unwrap_or(NOBODY).to_owned();
        self.run(move || {
            let hash =
                PasswordHash::new(&stored).map_err(|e| Fault::credential("reading a stored password hash", e))?;
            Ok(argon2()?.verify_password(password.as_bytes(), &hash).is_ok() && known)
        })
        .await
    }

    /// Takes every place, so that nothing is hashed until they are given back.
    #[cfg(test)]
    pub fn occupy(&self) -> OwnedSemaphorePermit {
        let free = u32::try_from(self.places.available_permits()).unwrap();
        self.places.clone().try_acquire_many_owned(free).unwrap()
    }

    async fn run<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce() -> Result<T, Error> + Send + 'static,
    {
        let permits = self.wait().await?;
        let work = move || {
            // Held until the hash is done, even if the caller has gone.
            let _permits = permits;
            work()
        };
        tokio::task::spawn_blocking(work).await.unwrap_or_else(|e| Err(Fault::work("a password's thread", e).into()))
    }

    async fn wait(&self) -> Result<(OwnedSemaphorePermit, OwnedSemaphorePermit), Error> {
        let place = self.places.clone().try_acquire_owned().map_err(|_| Error::Busy)?;
        let turn = self.turns.clone().acquire_owned().await.map_err(|_| Error::Busy)?;
        Ok((place, turn))
    }
}

fn argon2() -> Result<Argon2<'static>, Error> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|e| Fault::credential("Argon2 parameters", e))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_is_right() {
        let hasher = Hasher::new(1);
        let stored = hasher.hash("correct horse 9", [7; 16]).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(hasher.verify("correct horse 9", Some(&stored)).await.unwrap());
        assert!(!hasher.verify("correct horse 8", Some(&stored)).await.unwrap());
        assert!(!hasher.verify("correct horse 9", None).await.unwrap());
    }

    #[test]
    fn the_hash_of_nobody_costs_as_much_as_any_other() {
        let hash = PasswordHash::new(NOBODY).unwrap();
        assert_eq!(Params::try_from(&hash).unwrap(), Params::new(MEMORY_KIB, PASSES, LANES, Some(32)).unwrap());
    }

    #[tokio::test]
    async fn whoever_comes_after_the_queue_is_told_at_once() {
        let hasher = Hasher::new(1);
        let all = hasher.occupy();
        assert!(matches!(hasher.hash("correct horse 9", [7; 16]).await, Err(Error::Busy)));
        drop(all);
        assert!(hasher.hash("correct horse 9", [7; 16]).await.is_ok());
    }
}
