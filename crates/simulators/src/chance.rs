//! The only place of this crate that draws random numbers.

/// 32 hexadecimal digits that nobody has seen before.
#[must_use]
pub fn hex_id() -> String {
    random().simple().to_string()
}

/// `count` decimal digits (at most 36), evenly spread up to a bias far below what a demonstration could notice.
#[must_use]
pub fn digits(count: usize) -> String {
    let all = format!("{:039}", random().as_u128());
    all[all.len() - count.min(36)..].to_owned()
}

/// The operating system's source in the form that `ring` wants.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this module is where a simulator draws lots")]
pub fn ring_source() -> ring::rand::SystemRandom {
    ring::rand::SystemRandom::new()
}

#[expect(clippy::disallowed_methods, reason = "this module is where a simulator draws lots")]
fn random() -> uuid::Uuid {
    uuid::Uuid::new_v4()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_as_many_as_asked_for_and_differ() {
        assert_eq!(digits(16).len(), 16);
        assert!(digits(16).bytes().all(|byte| byte.is_ascii_digit()));
        assert_ne!(digits(20), digits(20));
    }
}
