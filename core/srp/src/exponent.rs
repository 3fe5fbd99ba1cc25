//! Secret exponents.

use zeroize::Zeroizing;

/// An exponent whose length is public and whose value is secret.
#[derive(Clone)]
pub(crate) struct Exponent {
    /// Least significant limb first.
    limbs: Zeroizing<Vec<u64>>,
    bits: usize,
}

impl Exponent {
    /// The number in these big-endian bytes. Its length is eight bits for each byte, even if the number starts with
    /// zeros.
    pub(crate) fn from_be_bytes(bytes: &[u8]) -> Self {
        let limbs =
            bytes.rchunks(8).map(|chunk| chunk.iter().fold(0, |limb, byte| limb << 8 | u64::from(*byte)));
        Self { limbs: Zeroizing::new(limbs.collect()), bits: bytes.len() * 8 }
    }

    /// `self + left * right`, without a reduction modulo any number.
    pub(crate) fn plus_product(&self, left: &Self, right: &Self) -> Self {
        let bits = self.bits.max(left.bits + right.bits) + 1;
        let mut limbs = Zeroizing::new(vec![0; left.limbs.len() + right.limbs.len() + self.limbs.len() + 1]);
        add_into(&mut limbs, self.limbs.iter().map(|limb| u128::from(*limb)));
        for (position, factor) in left.limbs.iter().enumerate() {
            let row = right.limbs.iter().map(|limb| u128::from(*limb) * u128::from(*factor));
            add_into(&mut limbs[position..], row);
        }
        limbs.truncate(bits.div_ceil(64));
        Self { limbs, bits }
    }

    /// The most bits that the value can have.
    pub(crate) fn bits(&self) -> usize {
        self.bits
    }

    /// The `width` bits (at most 32) from bit `position` up; beyond the end they are zero.
    pub(crate) fn window(&self, position: usize, width: usize) -> u64 {
        let limb = |index: usize| self.limbs.get(index).copied().unwrap_or_default();
        let low = limb(position / 64);
        let high = limb(position / 64 + 1);
        let wide = u128::from(high) << 64 | u128::from(low);
        (wide >> (position % 64)) as u64 & ((1 << width) - 1)
    }
}

/// Adds a row of products, one for each limb, and carries to the end of the sum.
fn add_into(sum: &mut [u64], row: impl Iterator<Item = u128>) {
    let mut carry = 0;
    for (limb, product) in sum.iter_mut().zip(row.chain(std::iter::repeat(0))) {
        let total = product + u128::from(*limb) + carry;
        *limb = total as u64;
        carry = total >> 64;
    }
}

#[cfg(test)]
mod tests {
    use num_bigint::BigUint;
    use proptest::prelude::*;

    use super::*;

    fn value(exponent: &Exponent) -> BigUint {
        exponent.limbs.iter().rev().fold(BigUint::ZERO, |value, limb| (value << 64) + *limb)
    }

    proptest! {
        #[test]
        fn sum_and_product_are_exact(
            sum in prop::collection::vec(any::<u8>(), 1..=128),
            left in prop::collection::vec(any::<u8>(), 1..=32),
            right in prop::collection::vec(any::<u8>(), 1..=32),
        ) {
            let exponent = Exponent::from_be_bytes(&sum)
                .plus_product(&Exponent::from_be_bytes(&left), &Exponent::from_be_bytes(&right));
            let [sum, left, right] = [sum, left, right].map(|bytes| BigUint::from_bytes_be(&bytes));
            prop_assert_eq!(value(&exponent), sum + left * right);
            prop_assert!(value(&exponent).bits() <= exponent.bits() as u64);
        }

        #[test]
        fn windows_are_the_bits_of_the_value(
            bytes in prop::collection::vec(any::<u8>(), 1..=64), position in 0_usize..600, width in 1_usize..=32,
        ) {
            let exponent = Exponent::from_be_bytes(&bytes);
            let bits = (value(&exponent) >> position) % (BigUint::from(1_u8) << width);
            prop_assert_eq!(BigUint::from(exponent.window(position, width)), bits);
        }
    }

    #[test]
    fn the_largest_sum_and_product_fit() {
        let largest = Exponent::from_be_bytes(&[0xff; 32]);
        let sum = Exponent::from_be_bytes(&[0xff; 128]).plus_product(&largest, &largest);
        let ones = |bits: u32| (BigUint::from(1_u8) << bits) - 1_u8;
        assert_eq!(value(&sum), ones(1024) + ones(256) * ones(256));
    }
}
