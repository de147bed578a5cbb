#![allow(clippy::unwrap_used)]
use super::*;
use crate::fixture::SeededChance;

const COLUMN: &str = "company.mobile";

fn vault(ring: &KeyRing) -> Vault {
    Vault::new(ring, Arc::new(SeededChance::default())).unwrap()
}

fn ring() -> KeyRing {
    KeyRing::generate(&SeededChance::default())
}

#[test]
fn what_is_sealed_is_opened_and_never_looks_the_same_twice() {
    let vault = vault(&ring());
    let (first, second) =
        (vault.seal_text(COLUMN, "13800001234").unwrap(), vault.seal_text(COLUMN, "13800001234").unwrap());
    assert_ne!(first, second);
    assert!(first.starts_with("s1.1.") && !first.contains("1380000"));
    assert_eq!(vault.open_text(COLUMN, &first).unwrap(), "13800001234");
    assert_eq!(vault.open_text(COLUMN, &second).unwrap(), "13800001234");
}

#[test]
fn a_changed_a_moved_and_a_cut_text_are_refused() {
    let vault = vault(&ring());
    let sealed = vault.seal_text(COLUMN, "13800001234").unwrap();
    let last = sealed.len() - 5;
    let other = if sealed.as_bytes()[last] == b'A' { "B" } else { "A" };
    let changed = format!("{}{other}{}", &sealed[..last], &sealed[last + 1..]);
    for bad in [changed.as_str(), &sealed[..sealed.len() - 4], "s1.1.", "s1.1.AAAA", "s1.x.AAAA", "s1."] {
        assert!(vault.open_text(COLUMN, bad).is_err(), "{bad}");
    }
    assert!(vault.open_text("company.contact", &sealed).is_err());
}

#[test]
fn older_keys_open_and_only_the_current_one_seals() {
    let mut ring = ring();
    let old = vault(&ring).seal_json(COLUMN, &["a"]).unwrap();
    ring.add(&SeededChance::default());
    let vault = vault(&ring);
    assert!(vault.seal_text(COLUMN, "").unwrap().starts_with("s1.2."));
    assert_eq!(vault.open_json::<Vec<String>>(COLUMN, &old).unwrap(), ["a"]);
    ring.keys.retain(|(id, _)| *id == 2);
    let error = super::Vault::new(&ring, Arc::new(SeededChance::default())).unwrap().open_text(COLUMN, &old);
    assert!(error.unwrap_err().to_string().contains("the key 1 is not in the key file"));
}

#[test]
fn a_plain_text_of_an_older_version_is_read_as_it_is() {
    let vault = vault(&ring());
    assert_eq!(vault.open_text(COLUMN, "13800001234").unwrap(), "13800001234");
    assert_eq!(vault.open_json::<Vec<i64>>(COLUMN, "[1,2]").unwrap(), [1, 2]);
}

#[test]
fn a_blind_index_is_the_same_for_the_same_text_and_purpose_alone() {
    let vault = vault(&ring());
    let index = vault.blind("sms", "13800001234");
    assert_eq!((index.len(), &index), (32, &vault.blind("sms", "13800001234")));
    assert_ne!(index, vault.blind("id", "13800001234"));
    assert_ne!(index, vault.blind("sms", "13800001235"));
    let mut later = ring();
    later.add(&SeededChance::default());
    assert_eq!(index, super::tests::vault(&later).blind("sms", "13800001234"), "a new key leaves look-ups as they are");
}
