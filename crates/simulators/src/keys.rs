//! RSA keys for the demonstration: the simulators' own, and those that the demonstration's merchant needs at its first
//! start. Production keys are made by the operator with the vendor's tool and never pass through here.

use std::io;
use std::path::Path;

use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair, UnparsedPublicKey};
use rsa::pkcs1::EncodeRsaPublicKey;
use rsa::pkcs8::{DecodePrivateKey, DecodePublicKey, EncodePrivateKey, EncodePublicKey, LineEnding};
use rsa::rand_core::UnwrapErr;

/// The smallest size that `RSA2` signatures allow.
const KEY_BITS: usize = 2048;

/// A fresh RSA-2048 key pair: `(private key as PKCS#8 PEM, public key as SPKI PEM)`. Takes up to some seconds.
#[must_use]
pub fn generate_rsa_key() -> (String, String) {
    let mut random = UnwrapErr(getrandom::SysRng);
    let key = rsa::PrivateKey::new(&mut random, KEY_BITS).expect("2048 bits and two primes are allowed sizes");
    let private_pem = key.to_pkcs8_pem(LineEnding::LF).expect("a fresh key can be written").to_string();
    let public_pem = key.to_public_key().to_public_key_pem(LineEnding::LF).expect("a fresh key can be written");
    (private_pem, public_pem)
}

/// Makes signatures of the kind "SHA256withRSA" (PKCS#1 v1.5), which Alipay calls `RSA2`.
#[derive(Debug)]
pub struct SigningKey {
    pair: RsaKeyPair,
    public_pem: String,
}

impl SigningKey {
    /// Reads the key from the file, or makes one and keeps it there, readable by the owner only.
    ///
    /// # Errors
    /// Any I/O error; [`io::ErrorKind::InvalidData`] if the file holds no RSA key in PKCS#8 PEM.
    pub fn load_or_create(path: &Path) -> io::Result<Self> {
        match std::fs::read_to_string(path) {
            Ok(pem) => Self::from_pem(&pem),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let (private_pem, _) = generate_rsa_key();
                write_private(path, &private_pem)?;
                Self::from_pem(&private_pem)
            }
            Err(error) => Err(error),
        }
    }

    /// Reads a PKCS#8 PEM.
    ///
    /// # Errors
    /// [`io::ErrorKind::InvalidData`] if this is not an RSA key of at least 2048 bits.
    pub fn from_pem(private_pem: &str) -> io::Result<Self> {
        let key = rsa::PrivateKey::from_pkcs8_pem(private_pem).map_err(invalid)?;
        let der = key.to_pkcs8_der().map_err(invalid)?;
        let pair = RsaKeyPair::from_pkcs8(der.as_bytes()).map_err(invalid)?;
        let public_pem = key.to_public_key().to_public_key_pem(LineEnding::LF).map_err(invalid)?;
        Ok(Self { pair, public_pem })
    }

    /// The public half as SPKI PEM.
    #[must_use]
    pub fn public_pem(&self) -> &str {
        &self.public_pem
    }

    /// The raw signature over the bytes.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        let mut signature = vec![0; self.pair.public().modulus_len()];
        // PKCS#1 v1.5 signatures draw no lots; ring asks for a source for the blinding of other versions.
        let random = crate::chance::ring_source();
        self.pair
            .sign(&RSA_PKCS1_SHA256, &random, message, &mut signature)
            .expect("the buffer has the length of the modulus");
        signature
    }
}

/// Checks signatures of the kind "SHA256withRSA".
#[derive(Debug, Clone)]
pub struct VerifyingKey {
    pkcs1_der: Vec<u8>,
}

impl VerifyingKey {
    /// Reads an SPKI PEM (`BEGIN PUBLIC KEY`).
    ///
    /// # Errors
    /// [`io::ErrorKind::InvalidData`] if this is not an RSA public key.
    pub fn from_pem(public_pem: &str) -> io::Result<Self> {
        let key = rsa::PublicKey::from_public_key_pem(public_pem).map_err(invalid)?;
        Ok(Self { pkcs1_der: key.to_pkcs1_der().map_err(invalid)?.as_bytes().to_vec() })
    }

    /// Whether the signature was made over exactly these bytes.
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &self.pkcs1_der).verify(message, signature).is_ok()
    }
}

fn write_private(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    io::Write::write_all(&mut file, text.as_bytes())?;
    file.sync_all()
}

fn invalid(error: impl std::fmt::Display) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("RSA key: {error}"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_signature_of_a_generated_key_verifies_with_its_public_half_only() {
        let (private_pem, public_pem) = generate_rsa_key();
        assert!(private_pem.starts_with("-----BEGIN PRIVATE KEY-----"));
        assert!(public_pem.starts_with("-----BEGIN PUBLIC KEY-----"));
        let signature = SigningKey::from_pem(&private_pem).unwrap().sign("付款".as_bytes());
        assert_eq!(signature.len(), 256);
        let ours = VerifyingKey::from_pem(&public_pem).unwrap();
        assert!(ours.verifies("付款".as_bytes(), &signature));
        assert!(!ours.verifies("付款 ".as_bytes(), &signature));
        let other = VerifyingKey::from_pem(&generate_rsa_key().1).unwrap();
        assert!(!other.verifies("付款".as_bytes(), &signature));
    }

    #[test]
    fn the_key_in_the_file_stays_the_same_over_restarts() {
        let path = std::env::temp_dir().join(format!("key-test-{}", crate::chance::hex_id())).join("key.pem");
        let first = SigningKey::load_or_create(&path).unwrap();
        let second = SigningKey::load_or_create(&path).unwrap();
        assert_eq!(first.public_pem(), second.public_pem());
    }
}
