//! A small stream of numbers from one seed (SplitMix64, Vigna 2015). It only decides how a picture looks; answers are
//! drawn from the system's random generator by the caller.

/// The stream. Any seed will do, zero as well.
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number, at least `low` and below `high`.
    pub fn between(&mut self, low: f32, high: f32) -> f32 {
        // 24 bits are what an f32 holds exactly.
        let unit = (self.next() >> 40) as f32 / (1u32 << 24) as f32;
        low + unit * (high - low)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_the_published_one() {
        let mut chance = Chance::new(1_234_567);
        let first: Vec<u64> = (0..3).map(|_| chance.next()).collect();
        assert_eq!(first, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn numbers_stay_within_their_bounds_and_use_the_whole_room() {
        let mut chance = Chance::new(0);
        let drawn: Vec<f32> = (0..1000).map(|_| chance.between(-2.0, 3.0)).collect();
        assert!(drawn.iter().all(|number| (-2.0..3.0).contains(number)));
        assert!(drawn.iter().any(|number| *number < -1.9) && drawn.iter().any(|number| *number > 2.9));
    }
}
