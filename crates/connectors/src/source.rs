//! Where this crate takes time and chance from. Connectors receive the clock as a parameter; chance is needed only
//! for nonces, which no test and no retry depends on.

use jiff::Timestamp;
use ring::rand::{SecureRandom, SystemRandom};
use std::sync::Arc;

/// The clock, as the connectors take it.
pub type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// The wall clock. The host's must be true: Alipay and Alibaba Cloud refuse requests that are minutes off.
#[allow(clippy::disallowed_methods)] // The one place of this crate that reads the wall clock.
pub fn system_now() -> Now {
    Arc::new(Timestamp::now)
}

/// The operating system's random generator.
#[allow(clippy::disallowed_methods)] // The one place of this crate that takes chance.
pub(crate) fn system_random() -> SystemRandom {
    SystemRandom::new()
}

/// 32 hexadecimal digits that will not come again.
pub(crate) fn nonce() -> String {
    hex::encode(random_bytes::<16>())
}

/// Eight decimal digits, the first not zero.
pub(crate) fn eight_digits() -> String {
    let number = u64::from_be_bytes(random_bytes());
    (10_000_000 + number % 90_000_000).to_string()
}

fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    system_random().fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonces_have_the_form_that_vendors_want() {
        assert_eq!(nonce().len(), 32);
        assert_ne!(nonce(), nonce());
        let digits = eight_digits();
        assert!(
            digits.len() == 8 && !digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit()),
            "{digits}"
        );
    }
}
