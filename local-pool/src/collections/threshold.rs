//! When a collection is searched for entries that are no longer needed.

/// If each change searched the whole collection, a change would take longer the more entries there are. So the search
/// waits until the collection has twice as many entries as the last search left.
#[derive(Default)]
pub(crate) struct Threshold(usize);

impl Threshold {
    /// A smaller collection is not searched.
    const LEAST: usize = 64;

    /// Whether a collection with `count` entries is to be searched.
    pub(crate) fn is_reached(&self, count: usize) -> bool {
        count >= self.0.max(Self::LEAST)
    }

    /// Notes that the search has left `count` entries.
    pub(crate) fn follows(&mut self, count: usize) {
        self.0 = count.saturating_mul(2);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn on_average_a_change_searches_fewer_than_two_entries() {
        let (mut threshold, mut searched) = (Threshold::default(), 0);
        for count in 0..100_000 {
            if threshold.is_reached(count) {
                searched += count;
                threshold.follows(count);
            }
        }
        assert!((64..200_000).contains(&searched), "{searched}");
    }
}
