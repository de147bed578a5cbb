//! Who has claimed an order, in words.

use domain::id::StaffId;
use domain::order::Review;
use jiff::Timestamp;

/// `我，剩 11 分`, another's name, or 没有人.
pub fn claim_words(review: &Review, me: StaffId, now: Timestamp) -> String {
    match review.claim.as_ref().filter(|claim| claim.until > now) {
        None => "没有人".to_owned(),
        Some(claim) if claim.by == me => {
            let minutes = claim.until.duration_since(now).as_mins().max(1);
            format!("我，剩 {minutes} 分")
        }
        Some(claim) => claim.name.clone(),
    }
}
