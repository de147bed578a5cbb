//! The two RSA keys, parsed once. Merchants paste them as PEM, as bare base64, as PKCS#1 or as PKCS#8/SPKI;
//! all of these are accepted. ring reads public keys as PKCS#1 only, so the SPKI envelope is opened here by hand:
//! it is four fixed layers of DER, less than a DER crate would ask for.

use base64::{Engine, engine::general_purpose::STANDARD};
use ring::signature::{KeyPair, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair, UnparsedPublicKey};

/// A key of the configuration that cannot be used.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not base64 between the PEM lines.
    #[error("the {0} is not base64")]
    NotBase64(&'static str),
    /// Not an RSA key of at least 2048 bits.
    #[error("the {0} is not an RSA key of 2048 bits or more")]
    NotRsa(&'static str),
    /// The classic mistake: every answer would look forged.
    #[error("the Alipay public key is the app's own public key")]
    OwnPublicKey,
}

/// The app's private key and Alipay's public key.
pub struct Keys {
    app: RsaKeyPair,
    alipay: UnparsedPublicKey<Vec<u8>>,
}

impl Keys {
    pub fn parse(app_private: &str, alipay_public: &str) -> Result<Keys, KeyError> {
        const PRIVATE: &str = "app private key";
        const PUBLIC: &str = "Alipay public key";
        let private = der_of(app_private).ok_or(KeyError::NotBase64(PRIVATE))?;
        let app = RsaKeyPair::from_pkcs8(&private)
            .or_else(|_| RsaKeyPair::from_der(&private))
            .map_err(|_| KeyError::NotRsa(PRIVATE))?;
        let public = der_of(alipay_public).ok_or(KeyError::NotBase64(PUBLIC))?;
        let public = pkcs1_public_key(&public).ok_or(KeyError::NotRsa(PUBLIC))?.to_vec();
        if public == app.public_key().as_ref() {
            return Err(KeyError::OwnPublicKey);
        }
        Ok(Keys { app, alipay: UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, public) })
    }

    /// RSA2: SHA-256 with RSA, PKCS#1 v1.5, in base64.
    pub fn sign(&self, text: &str) -> String {
        let mut signature = vec![0; self.app.public().modulus_len()];
        self.app
            .sign(&RSA_PKCS1_SHA256, &crate::source::system_random(), text.as_bytes(), &mut signature)
            .expect("signing fails only for a buffer of the wrong length");
        STANDARD.encode(signature)
    }

    /// True when Alipay signed exactly these bytes.
    pub fn verify(&self, bytes: &[u8], signature: &str) -> bool {
        STANDARD.decode(signature).is_ok_and(|signature| self.alipay.verify(bytes, &signature).is_ok())
    }
}

/// The bytes between the PEM lines, or of bare base64.
fn der_of(text: &str) -> Option<Vec<u8>> {
    let lines = text.lines().map(str::trim).filter(|line| !line.starts_with("-----"));
    let base64: String = lines.flat_map(str::chars).filter(|c| !c.is_whitespace()).collect();
    STANDARD.decode(base64).ok().filter(|der| !der.is_empty())
}

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OBJECT_ID: u8 = 0x06;
const SEQUENCE: u8 = 0x30;
/// rsaEncryption, 1.2.840.113549.1.1.1.
const RSA_ENCRYPTION: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];

/// `RSAPublicKey ::= SEQUENCE { modulus INTEGER, exponent INTEGER }`, taken out of
/// `SubjectPublicKeyInfo ::= SEQUENCE { SEQUENCE { OID, NULL }, BIT STRING }` where it is wrapped.
fn pkcs1_public_key(der: &[u8]) -> Option<&[u8]> {
    let inside = whole(der, SEQUENCE)?;
    if inside.first() == Some(&SEQUENCE) {
        let (algorithm, rest) = element(inside, SEQUENCE)?;
        let (id, _) = element(algorithm, OBJECT_ID)?;
        let bits = whole(rest, BIT_STRING)?;
        let (unused_bits, key) = bits.split_first()?;
        return (id == RSA_ENCRYPTION && *unused_bits == 0).then_some(key).filter(|key| is_rsa_public_key(key));
    }
    is_rsa_public_key(der).then_some(der)
}

fn is_rsa_public_key(der: &[u8]) -> bool {
    const MIN_MODULUS_BYTES: usize = 256;
    let parts = whole(der, SEQUENCE).and_then(|inside| {
        let (modulus, rest) = element(inside, INTEGER)?;
        whole(rest, INTEGER).map(|_| modulus)
    });
    parts.is_some_and(|modulus| modulus.len() >= MIN_MODULUS_BYTES)
}

/// The content of an element that fills `der` to its end.
fn whole(der: &[u8], tag: u8) -> Option<&[u8]> {
    element(der, tag).filter(|(_, rest)| rest.is_empty()).map(|(content, _)| content)
}

/// One DER element of the given tag, lengths up to 65535: its content, and what follows it.
fn element(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (found, rest) = der.split_first()?;
    let (length, rest) = match rest {
        [short, rest @ ..] if *short < 0x80 => (usize::from(*short), rest),
        [0x81, one, rest @ ..] => (usize::from(*one), rest),
        [0x82, high, low, rest @ ..] => (usize::from(u16::from_be_bytes([*high, *low])), rest),
        _ => return None,
    };
    (*found == tag).then(|| rest.split_at_checked(length)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    const APP: &str = include_str!("../../tests/keys/test-only-app-private.pem");
    const APP_PKCS1: &str = include_str!("../../tests/keys/test-only-app-private-pkcs1.pem");
    const APP_PUBLIC: &str = include_str!("../../tests/keys/test-only-app-public.pem");
    const GATEWAY: &str = include_str!("../../tests/keys/test-only-gateway-private.pem");
    const GATEWAY_PUBLIC: &str = include_str!("../../tests/keys/test-only-gateway-public.pem");

    fn bare(pem: &str) -> String {
        pem.lines().filter(|line| !line.starts_with('-')).collect()
    }

    #[test]
    fn keys_are_read_in_every_form_that_merchants_paste() {
        let inner = STANDARD.encode(pkcs1_public_key(&der_of(GATEWAY_PUBLIC).unwrap()).unwrap());
        let gateway = Keys::parse(GATEWAY, APP_PUBLIC).unwrap();
        for private in [APP.to_owned(), APP_PKCS1.to_owned(), bare(APP), bare(APP_PKCS1), APP.replace('\n', "\r\n")] {
            for public in [GATEWAY_PUBLIC.to_owned(), bare(GATEWAY_PUBLIC), inner.clone()] {
                let keys = Keys::parse(&private, &public).unwrap();
                assert!(gateway.verify(b"a=1", &keys.sign("a=1")));
                assert!(keys.verify(b"b=2", &gateway.sign("b=2")));
                assert!(!keys.verify(b"b=3", &gateway.sign("b=2")));
                assert!(!keys.verify(b"b=2", &keys.sign("b=2")));
            }
        }
    }

    #[test]
    fn unusable_keys_are_told_apart() {
        let error = |private: &str, public: &str| Keys::parse(private, public).err().unwrap();
        assert_eq!(error(APP, APP_PUBLIC), KeyError::OwnPublicKey);
        assert_eq!(error("%%", GATEWAY_PUBLIC), KeyError::NotBase64("app private key"));
        assert_eq!(error(APP, ""), KeyError::NotBase64("Alipay public key"));
        assert_eq!(error(APP_PUBLIC, GATEWAY_PUBLIC), KeyError::NotRsa("app private key"));
        assert_eq!(error(APP, GATEWAY), KeyError::NotRsa("Alipay public key"));
    }

    #[test]
    fn a_cut_or_padded_public_key_is_refused_and_never_panics() {
        let der = der_of(GATEWAY_PUBLIC).unwrap();
        for length in 0..der.len() {
            assert_eq!(pkcs1_public_key(&der[..length]), None, "{length}");
        }
        assert_eq!(pkcs1_public_key(&[der.as_slice(), &[0]].concat()), None);
    }
}
