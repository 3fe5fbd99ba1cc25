//! Arithmetic modulo the 3072-bit safe prime of RFC 3526 section 4, with the generator 2. RFC 5054 appendix A has the
//! same prime with the generator 5.
//!
//! Every operation runs in constant time: the instructions that run and the memory that is read depend on the length of
//! an exponent, never on its value or on an element. crypto-bigint represents the numbers; [`crate::montgomery`] has
//! the many multiplications of an exponentiation.

use crypto_bigint::{U256, U3072};
use zeroize::{Zeroize, Zeroizing};

use crate::{
    comb,
    encoding::without_leading_zeros,
    exponent::Exponent,
    montgomery::Residue,
    prime::{BYTES, N},
};

/// The generator g.
const GENERATOR: U3072 = U3072::from_u8(2);

/// The multiplier k = H(N | g). N and g are constant, so k is constant too.
const MULTIPLIER: U3072 =
    U256::from_be_hex("538282c4354742d7cbbde2359fcf67f9f5b3a6b08791e5011b43b8a5b66d9ee6").resize();

/// How many bits of an exponent one window has.
const WINDOW: usize = 5;
/// How many powers the table has: one for each value of a window.
const POWERS: usize = 1 << WINDOW;

/// A number modulo N, wiped when dropped.
#[derive(Clone)]
pub(crate) struct Element(U3072);

impl Element {
    /// The number in these big-endian bytes, reduced modulo N. `None` when it does not fit into 3072 bits.
    pub(crate) fn from_be_bytes(number: &[u8]) -> Option<Self> {
        let significant = without_leading_zeros(number);
        let mut bytes = Zeroizing::new([0; BYTES]);
        let start = BYTES.checked_sub(significant.len())?;
        bytes[start..].copy_from_slice(significant);
        Some(Self(Residue::new(&U3072::from_be_slice(&*bytes)).to_number()))
    }

    pub(crate) fn to_be_bytes(&self) -> Zeroizing<[u8; BYTES]> {
        let mut bytes = Zeroizing::new([0; BYTES]);
        bytes.copy_from_slice(self.0.to_be_bytes().as_ref());
        bytes
    }

    /// Whether the number is zero. Only for public values, because callers branch on the result.
    pub(crate) fn is_zero(&self) -> bool {
        self.0.is_zero().to_bool()
    }

    /// The number times the multiplier k.
    pub(crate) fn times_multiplier(&self) -> Self {
        Self(Residue::new(&MULTIPLIER).multiply(&Residue::new(&self.0)).to_number())
    }

    pub(crate) fn subtract(&self, other: &Self) -> Self {
        Self(self.0.sub_mod(&other.0, &N))
    }

    /// The generator to a secret power. Only tests have an exponent that is longer than the comb.
    pub(crate) fn generator_to(exponent: &Exponent) -> Self {
        if exponent.bits() <= comb::BITS {
            Self(comb::generator_to(exponent).to_number())
        } else {
            Self(GENERATOR).to_the(exponent)
        }
    }

    /// This number to a secret power, in windows of a fixed width. The factors come from a table.
    pub(crate) fn to_the(&self, exponent: &Exponent) -> Self {
        let powers = self.first_powers();
        let windows = exponent.bits().div_ceil(WINDOW);
        let factor = |window: usize| Residue::look_up(&powers, exponent.window(window * WINDOW, WINDOW));
        let mut result = factor(windows - 1);
        for window in (0..windows - 1).rev() {
            for _ in 0..WINDOW {
                result = result.square();
            }
            result = result.multiply(&factor(window));
        }
        Self(result.to_number())
    }

    /// The table of this number's first powers: 1, the number itself, its square, and so on.
    fn first_powers(&self) -> Vec<Residue> {
        let base = Residue::new(&self.0);
        let mut powers = Vec::with_capacity(POWERS);
        powers.extend([Residue::new(&U3072::ONE), base.clone()]);
        for index in 2..POWERS {
            let power =
                if index % 2 == 0 { powers[index / 2].square() } else { powers[index - 1].multiply(&base) };
            powers.push(power);
        }
        powers
    }
}

impl Drop for Element {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// N, g and k in big-endian bytes, for the tests that compare them.
#[cfg(feature = "vectors")]
pub(crate) fn parameters() -> [Vec<u8>; 3] {
    [*N, GENERATOR, MULTIPLIER].map(|number| without_leading_zeros(number.to_be_bytes().as_ref()).to_vec())
}

#[cfg(test)]
mod tests {
    use num_bigint::BigUint;
    use proptest::prelude::*;
    use sha2::{Digest, Sha256};

    use super::*;
    use crate::prime::N_HEX;

    fn modulus() -> BigUint {
        BigUint::parse_bytes(N_HEX.as_bytes(), 16).unwrap()
    }

    fn element(bytes: &[u8]) -> Element {
        Element::from_be_bytes(bytes).unwrap()
    }

    fn value(element: &Element) -> BigUint {
        BigUint::from_bytes_be(&*element.to_be_bytes())
    }

    fn number() -> impl Strategy<Value = Vec<u8>> {
        prop_oneof![
            4 => prop::collection::vec(any::<u8>(), 0..=BYTES),
            1 => Just(vec![0]),
            1 => Just(modulus().to_bytes_be()),
            1 => Just((modulus() - 1_u8).to_bytes_be()),
            1 => Just(vec![0xff; BYTES]),
        ]
    }

    fn exponent() -> impl Strategy<Value = Vec<u8>> {
        prop_oneof![
            4 => prop::collection::vec(any::<u8>(), 1..=66),
            1 => (1_usize..=66).prop_map(|length| vec![0; length]),
            1 => (1_usize..=66).prop_map(|length| vec![0xff; length]),
        ]
    }

    #[test]
    fn the_multiplier_is_the_hash_of_the_prime_and_the_generator() {
        let hash = Sha256::new()
            .chain_update([0])
            .chain_update(modulus().to_bytes_be())
            .chain_update([2])
            .finalize();
        assert_eq!(BigUint::from_bytes_be(MULTIPLIER.to_be_bytes().as_ref()), BigUint::from_bytes_be(&hash));
    }

    #[test]
    fn a_number_of_more_than_3072_bits_is_refused() {
        let mut bytes = vec![0; BYTES + 1];
        assert!(Element::from_be_bytes(&bytes).is_some());
        bytes[0] = 1;
        assert!(Element::from_be_bytes(&bytes).is_none());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn powers_match_another_library(base in number(), exponent in exponent()) {
            let power = BigUint::from_bytes_be(&exponent);
            let secret = Exponent::from_be_bytes(&exponent);
            prop_assert_eq!(
                value(&element(&base).to_the(&secret)),
                BigUint::from_bytes_be(&base).modpow(&power, &modulus())
            );
            prop_assert_eq!(value(&Element::generator_to(&secret)), BigUint::from(2_u8).modpow(&power, &modulus()));
        }

        #[test]
        fn differences_and_multiples_match_another_library(left in number(), right in number()) {
            let [big_left, big_right] = [&left, &right].map(|bytes| BigUint::from_bytes_be(bytes) % modulus());
            let multiplier = BigUint::from_bytes_be(MULTIPLIER.to_be_bytes().as_ref());
            prop_assert_eq!(
                value(&element(&left).subtract(&element(&right))),
                (modulus() + &big_left - &big_right) % modulus()
            );
            prop_assert_eq!(value(&element(&left).times_multiplier()), &big_left * multiplier % modulus());
            prop_assert_eq!(element(&left).is_zero(), big_left == BigUint::ZERO);
        }
    }
}
