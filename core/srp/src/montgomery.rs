//! Multiplication modulo N in Montgomery's form: x is represented as x * R mod N, where R = 2^3120. The product of two
//! such numbers is divided by R with multiplications and shifts only (Montgomery, "Modular Multiplication Without Trial
//! Division", 1985).
//!
//! In crypto-bigint a squaring costs as much as a multiplication. An exponentiation consists mostly of squarings, so
//! they take most of a proof's time. This module is faster for these reasons:
//!
//! - **Limbs of 60 bits** leave space above the products. The products of one column, 104 at most, are added up in two
//!   registers, and carried once: a product costs one multiplication and one addition of 128 bits.
//! - **R is about 2^48 times N**, so results need no final subtraction: for factors below 2^3080 a result is below
//!   N + N / 2^32.
//! - **Squaring** computes each product of two different limbs once.
//! - **N ends in 64 ones**, so a digit of the quotient is simply the lowest digit of the dividend.
//!
//! No branch and no memory address depends on the value of a number. Development builds check the sums for overflow.

use crypto_bigint::{Choice, CtAssign, CtEq, CtLt, CtSelect, U3072};
use zeroize::{Zeroize, Zeroizing};

use crate::prime::{BYTES, N, N_HEX};

const LIMB_BITS: u32 = 60;
const LIMBS: usize = 52;
const LOW_BITS: u64 = (1 << LIMB_BITS) - 1;

/// Least significant limb first.
pub(crate) type Limbs = [u64; LIMBS];

const MODULUS: Limbs = limbs_from_hex(N_HEX);

/// R^2 mod N, which brings a number into Montgomery's form.
const RADIX_SQUARED: Limbs = limbs_from_hex(
    "2C909A94C5E74AEC3AA1A10513FA2E52533DD329E53380A98F7CC6EB20C8817B\
     8BA2476A21BF4C2AB6158282DF993C44DC80BF8993E4FB61FA6547972CB3BC9B\
     9CB28259F0128C297D92604B6C49D67540AED6085D86D86B1E3837B528C2C0A6\
     BBE4FE715AA9404BB8BCAEBB53EE42567D03AFD476CF2FFBC2032956417F07B5\
     91FD35D4D879F95D75F5AB7EA5C03654CA4312FA0DC2C1AB32E208856856343D\
     7EB596737C23DFE877832642C70E47D2C73CCFC4779874228D8CFFAF2D387DB7\
     B9534F9FE5122DDA0259D261543BE69E6D2C30070DDF6205C7FCD8F99C735E9C\
     E01B6BCC3F3434FD0F846D832A6705413E89D6CD52B2E6B25E1D3D6B232E0976\
     FD6E5591A0C83EB55557ABD2638336BA6E9720B852C2F231F76C8E5A9862E5A2\
     A1EFFFB24E0327194E2122CB91BDE7FED0990C25C640ECAFEA54FEF08F0A684F\
     B476A74A7CC693B4A6087C2952975637352B2CB3D92D1AE98534CA6886AF364E\
     D1CD8386C3E10FD6DAEE19DEEBD51F4A315FF5F8966E217251DF35DA5840647B",
);

/// A number in Montgomery's form, wiped when dropped.
#[derive(Clone)]
pub(crate) struct Residue(Limbs);

impl Residue {
    /// A number that is in Montgomery's form.
    pub(crate) fn from_montgomery(limbs: &Limbs) -> Self {
        Self(*limbs)
    }

    /// Brings a number into Montgomery's form. The number need not be reduced modulo N.
    pub(crate) fn new(number: &U3072) -> Self {
        let bytes = Zeroizing::new(number.to_be_bytes());
        Self(limbs_from_bytes(bytes.as_ref())).multiply(&Self(RADIX_SQUARED))
    }

    /// The number, reduced modulo N.
    pub(crate) fn to_number(&self) -> U3072 {
        let mut one = [0; LIMBS];
        one[0] = 1;
        let quotient = multiply(&self.0, &one);
        let at_most_modulus = U3072::from_be_slice(&*bytes_from_limbs(&quotient.0));
        at_most_modulus.ct_select(&U3072::ZERO, !at_most_modulus.ct_lt(&N))
    }

    pub(crate) fn multiply(&self, factor: &Self) -> Self {
        multiply(&self.0, &factor.0)
    }

    pub(crate) fn square(&self) -> Self {
        square(&self.0)
    }

    /// The product, or twice the product if the secret bit is 1.
    pub(crate) fn multiply_and_double_if(&self, factor: &Self, bit: u64) -> Self {
        // The limbs get 61 bits, and the sum of a column stays below 2^128.
        let mut doubled = factor.clone();
        let mask = mask(bit.ct_eq(&1));
        doubled.0.iter_mut().for_each(|limb| *limb += *limb & mask);
        self.multiply(&doubled)
    }

    /// The table's entry at a secret index. All entries are read, so that no address depends on the index.
    pub(crate) fn look_up(table: &[Self], index: u64) -> Self {
        let mut result = Self([0; LIMBS]);
        for (position, entry) in (0_u64..).zip(table) {
            let mask = mask(position.ct_eq(&index));
            for (limb, candidate) in result.0.iter_mut().zip(entry.0.iter()) {
                *limb |= candidate & mask;
            }
        }
        result
    }
}

impl Drop for Residue {
    #[inline(never)] // because wiping takes more code than a call
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// All ones for true, and zero for false. The compiler does not see that a mask has only two values, so it can't make a
/// branch of it.
fn mask(choice: Choice) -> u64 {
    let mut mask = 0;
    mask.ct_assign(&u64::MAX, choice);
    mask
}

fn multiply(left: &Limbs, right: &Limbs) -> Residue {
    reduce(
        |column| add_products(0, &left[..=column], &right[..=column]),
        |first| add_products(0, &left[first..], &right[first..]),
    )
}

/// The square of a number: twice the products of two different limbs, and the squares of the limbs.
fn square(number: &Limbs) -> Residue {
    reduce(|column| square_column(&number[..=column]), |first| square_column(&number[first..]))
}

/// Divides a product by R modulo N: adds the multiple of N that makes the lower half zero, and takes the upper half.
///
/// `lower(n)` is the sum of the product's column `n`, in the lower half. In the upper half, the columns have ever fewer
/// limbs: `upper(n)` is the sum of the column that begins with limb `n`.
#[inline(always)]
fn reduce(lower: impl Fn(usize) -> u128, upper: impl Fn(usize) -> u128) -> Residue {
    let mut quotient = Residue([0; LIMBS]);
    let mut carry = 0;
    for column in 0..LIMBS {
        let sum = add_products(carry + lower(column), &quotient.0[..column], &MODULUS[1..=column]);
        // N's lowest limb is 2^60 - 1. Adding the digit times this limb clears the column's lowest 60 bits, and
        // carries the digit to the next column.
        quotient.0[column] = sum as u64 & LOW_BITS;
        carry = (sum >> LIMB_BITS) + u128::from(quotient.0[column]);
    }
    let mut result = Residue([0; LIMBS]);
    for first in 1..LIMBS {
        let sum = add_products(carry + upper(first), &quotient.0[first..], &MODULUS[first..]);
        result.0[first - 1] = sum as u64 & LOW_BITS;
        carry = sum >> LIMB_BITS;
    }
    result.0[LIMBS - 1] = carry as u64;
    result
}

/// The sum of one column of a square: each limb times the limb at the same distance from the other end.
#[inline(always)]
fn square_column(limbs: &[u64]) -> u128 {
    let half = limbs.len() / 2;
    let (below, above) = (&limbs[..half], &limbs[limbs.len() - half..]);
    let twice = add_products(0, below, above) << 1;
    if limbs.len() % 2 == 1 { twice + product(limbs[half], limbs[half]) } else { twice }
}

/// Adds the products of the first limb with the last factor, of the second limb with the last but one, and so on: a
/// column of a multiplication. The slices have the same length.
#[inline(always)]
fn add_products(mut sum: u128, limbs: &[u64], factors: &[u64]) -> u128 {
    let (limbs, limbs_left) = limbs.as_chunks::<4>();
    let (factors_left, factors) = factors.as_rchunks::<4>();
    for (limbs, factors) in limbs.iter().zip(factors.iter().rev()) {
        sum += product(limbs[0], factors[3]);
        sum += product(limbs[1], factors[2]);
        sum += product(limbs[2], factors[1]);
        sum += product(limbs[3], factors[0]);
    }
    for (limb, factor) in limbs_left.iter().zip(factors_left.iter().rev()) {
        sum += product(*limb, *factor);
    }
    sum
}

#[inline(always)]
fn product(left: u64, right: u64) -> u128 {
    u128::from(left) * u128::from(right)
}

/// The limbs of a hexadecimal number: each limb is 15 digits.
pub(crate) const fn limbs_from_hex(digits: &str) -> Limbs {
    let digits = digits.as_bytes();
    let mut limbs = [0; LIMBS];
    let mut position = 0;
    while position < digits.len() {
        let digit = match digits[digits.len() - 1 - position] {
            digit @ b'0'..=b'9' => digit - b'0',
            letter => letter - b'A' + 10,
        };
        limbs[position / 15] |= (digit as u64) << (position % 15 * 4);
        position += 1;
    }
    limbs
}

fn limbs_from_bytes(bytes: &[u8]) -> Limbs {
    let mut limbs = [0; LIMBS];
    for (index, byte) in bytes.iter().rev().enumerate() {
        for (position, half) in [(2 * index, byte & 0xf), (2 * index + 1, byte >> 4)] {
            limbs[position / 15] |= u64::from(half) << (position % 15 * 4);
        }
    }
    limbs
}

fn bytes_from_limbs(limbs: &Limbs) -> Zeroizing<[u8; BYTES]> {
    let mut bytes = Zeroizing::new([0; BYTES]);
    for (index, byte) in bytes.iter_mut().rev().enumerate() {
        let half = |position: usize| (limbs[position / 15] >> (position % 15 * 4)) as u8 & 0xf;
        *byte = half(2 * index) | half(2 * index + 1) << 4;
    }
    bytes
}

#[cfg(test)]
mod tests {
    use num_bigint::BigUint;
    use proptest::prelude::*;

    use super::*;

    /// The limbs of a random number below 2^3080, the bound of a factor. The least and the greatest limbs come often.
    fn factors() -> impl Strategy<Value = Limbs> {
        let limb = prop_oneof![4 => 0..=LOW_BITS, 1 => Just(0), 1 => Just(LOW_BITS), 1 => Just(1)];
        prop::collection::vec(limb, LIMBS).prop_map(|limbs| {
            let mut limbs: Limbs = limbs.try_into().unwrap();
            limbs[LIMBS - 1] &= (1 << 20) - 1;
            limbs
        })
    }

    fn value(limbs: &Limbs) -> BigUint {
        limbs.iter().rev().fold(BigUint::ZERO, |value, limb| (value << LIMB_BITS) + *limb)
    }

    fn modulus() -> BigUint {
        BigUint::parse_bytes(N_HEX.as_bytes(), 16).unwrap()
    }

    fn radix() -> BigUint {
        BigUint::from(1_u8) << 3120
    }

    /// Asserts that `limbs` is `expected` divided by R modulo N, that each limb has 60 bits at most, and that the
    /// number is at most N + N / 2^32.
    fn assert_is_quotient(limbs: &Limbs, expected: &BigUint) {
        assert_eq!((value(limbs) * radix() - expected % modulus()) % modulus(), BigUint::ZERO);
        assert!(limbs.iter().all(|limb| *limb <= LOW_BITS));
        assert!(value(limbs) <= modulus() + (modulus() >> 32));
    }

    #[test]
    fn the_modulus_and_the_squared_radix_have_their_values() {
        assert_eq!(value(&MODULUS), modulus());
        assert_eq!(value(&RADIX_SQUARED), (radix() * radix()) % modulus());
        assert_eq!(modulus() % (BigUint::from(1_u8) << 64), BigUint::from(u64::MAX));
    }

    #[test]
    fn the_largest_factors_overflow_nothing() {
        let mut largest = [LOW_BITS; LIMBS];
        largest[LIMBS - 1] = (1 << 20) - 1;
        let expected = value(&largest).pow(2);
        assert_is_quotient(&multiply(&largest, &largest).0, &expected);
        assert_is_quotient(&square(&largest).0, &expected);
        let largest = Residue::from_montgomery(&largest);
        assert_is_quotient(&largest.multiply_and_double_if(&largest, 1).0, &(expected * 2_u8));
    }

    proptest! {
        #[test]
        fn products_and_squares_match_another_library(left in factors(), right in factors()) {
            assert_is_quotient(&multiply(&left, &right).0, &(value(&left) * value(&right)));
            assert_is_quotient(&square(&left).0, &value(&left).pow(2));
        }

        #[test]
        fn a_product_is_doubled_where_the_bit_is_set(left in factors(), right in factors()) {
            let [factor, residue] = [&right, &left].map(Residue::from_montgomery);
            let product = value(&left) * value(&right);
            assert_is_quotient(&residue.multiply_and_double_if(&factor, 0).0, &product);
            assert_is_quotient(&residue.multiply_and_double_if(&factor, 1).0, &(product * 2_u8));
        }

        #[test]
        fn numbers_come_back_reduced(bytes in prop::collection::vec(any::<u8>(), BYTES)) {
            let number = Residue::new(&U3072::from_be_slice(&bytes)).to_number();
            let expected = BigUint::from_bytes_be(&bytes) % modulus();
            prop_assert_eq!(BigUint::from_bytes_be(number.to_be_bytes().as_ref()), expected);
        }
    }

    #[test]
    fn numbers_at_the_modulus_come_back_reduced() {
        let numbers = [
            (U3072::ZERO, U3072::ZERO),
            (*N, U3072::ZERO),
            (N.wrapping_sub(&U3072::ONE), N.wrapping_sub(&U3072::ONE)),
            (N.wrapping_add(&U3072::ONE), U3072::ONE),
            (U3072::MAX, U3072::MAX.wrapping_sub(&N)),
        ];
        for (number, reduced) in numbers {
            assert_eq!(Residue::new(&number).to_number(), reduced);
        }
    }

    #[test]
    fn the_table_gives_the_entry_asked_for() {
        let table: Vec<_> = (0..32_u64).map(|entry| Residue([entry + 1; LIMBS])).collect();
        for index in 0..32 {
            assert_eq!(Residue::look_up(&table, index).0, [index + 1; LIMBS]);
        }
    }
}
