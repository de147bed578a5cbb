//! Randomness, as a parameter. The server gives the operating system's; tests and the simulation give a seed's.

/// Fills buffers with random bytes.
pub trait Chance: Send + Sync {
    /// Fills the whole buffer with bytes that nobody can guess.
    fn fill(&self, buffer: &mut [u8]);
}

/// A fresh array of random bytes.
pub fn bytes<const N: usize>(chance: &dyn Chance) -> [u8; N] {
    let mut buffer = [0; N];
    chance.fill(&mut buffer);
    buffer
}

/// Characters of a token.
const TOKEN_LENGTH: usize = 43;

/// A random token of 256 bits in URL-safe base64: session tokens, CSRF tokens, operation numbers.
pub fn token(chance: &dyn Chance) -> String {
    use base64::Engine;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes::<32>(chance))
}

/// True for what [`token`] may have drawn.
pub fn is_token(text: &str) -> bool {
    text.len() == TOKEN_LENGTH && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

/// A decimal code of `digits` digits (at most 9), each value equally likely.
pub fn digits(chance: &dyn Chance, digits: u32) -> String {
    let bound = 10_u32.pow(digits);
    let zone = u32::MAX - u32::MAX % bound;
    loop {
        let value = u32::from_le_bytes(bytes(chance));
        if value < zone {
            return format!("{:0width$}", value % bound, width = digits as usize);
        }
    }
}
