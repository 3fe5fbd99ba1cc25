//! Multiplication modulo N in Montgomery's form: x is represented as x * R mod N, where R = 2^3120. The product of two
//! such numbers is divided by R with multiplications and shifts only (Montgomery, "Modular Multiplication Without Trial
//! Division", 1985).
//!
//! In crypto-bigint a squaring costs as much as a multiplication. An exponentiation consists mostly of squarings, so
//! they take most of a proof's time. This module is faster for these reasons:
//!
//! - **Limbs of 60 bits** leave space above the products: a column of 104 products is below 2^127, so nothing is
//!   carried before the end, and a product costs one multiplication and one addition of 128 bits.
//! - **R is about 2^48 times N**, so results need no final subtraction: for factors below 2^3080 a result is below
//!   N + N / 2^32, and it may be doubled before it is used again.
//! - **Squaring** computes each product of two different limbs once.
//! - **N ends in 64 ones**, so a digit of the quotient is simply the lowest digit of the dividend.
//!
//! No branch and no memory address depends on the value of a number. Development builds check the sums for overflow.

use crypto_bigint::{CtAssign, CtEq, CtLt, CtSelect, U3072};
use zeroize::Zeroizing;

use crate::prime::{BYTES, N, N_HEX};

const LIMB_BITS: u32 = 60;
const LIMBS: usize = 52;
const LOW_BITS: u64 = (1 << LIMB_BITS) - 1;
/// How many limbs are multiplied by all others at a time. More would not fit into a processor's registers.
const ROWS: usize = 4;

/// Least significant limb first.
type Limbs = [u64; LIMBS];
/// The sum for each power of 2^60, before carrying.
type Columns = [u128; 2 * LIMBS];

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
pub(crate) struct Residue(Zeroizing<Limbs>);

impl Residue {
    /// Brings a number into Montgomery's form. The number need not be reduced modulo N.
    pub(crate) fn new(number: &U3072) -> Self {
        let bytes = Zeroizing::new(number.to_be_bytes());
        Self(Zeroizing::new(limbs_from_bytes(bytes.as_ref()))).multiply(&Self(Zeroizing::new(RADIX_SQUARED)))
    }

    /// The number, reduced modulo N.
    pub(crate) fn to_number(&self) -> U3072 {
        let mut one = [0; LIMBS];
        one[0] = 1;
        let limbs = multiply(&self.0, &one);
        let at_most_modulus = U3072::from_be_slice(&*bytes_from_limbs(&limbs));
        at_most_modulus.ct_select(&U3072::ZERO, !at_most_modulus.ct_lt(&N))
    }

    pub(crate) fn multiply(&self, factor: &Self) -> Self {
        Self(multiply(&self.0, &factor.0))
    }

    pub(crate) fn square(&self) -> Self {
        Self(square(&self.0))
    }

    /// Twice the number if the secret bit is 1, and the number itself if the bit is 0. A double must not be doubled
    /// again before it has been multiplied.
    pub(crate) fn double_if(&self, bit: u64) -> Self {
        let mut doubled = Zeroizing::new([0; LIMBS]);
        let mut carry = 0;
        for (doubled, limb) in doubled.iter_mut().zip(self.0.iter()) {
            *doubled = (limb << 1) & LOW_BITS | carry;
            carry = limb >> (LIMB_BITS - 1);
        }
        let mut result = self.clone();
        result.0.ct_assign(&doubled, bit.ct_eq(&1));
        result
    }

    /// The entry of a table with a secret index. All entries are read, so that no address depends on the index.
    pub(crate) fn look_up(table: &[Self], index: u64) -> Self {
        let mut result = Self(Zeroizing::new([0; LIMBS]));
        for (position, entry) in (0_u64..).zip(table) {
            result.0.ct_assign(&entry.0, position.ct_eq(&index));
        }
        result
    }
}

fn multiply(left: &Limbs, right: &Limbs) -> Zeroizing<Limbs> {
    let mut columns = Zeroizing::new([0; 2 * LIMBS]);
    for (block, rows) in left.as_chunks::<ROWS>().0.iter().enumerate() {
        accumulate(&mut columns[block * ROWS..], rows, right);
    }
    reduce(&mut columns)
}

/// The square of a number. Each block of rows is multiplied by itself, and then, doubled, by the limbs above it.
fn square(number: &Limbs) -> Zeroizing<Limbs> {
    let mut columns = Zeroizing::new([0; 2 * LIMBS]);
    for (block, rows) in number.as_chunks::<ROWS>().0.iter().enumerate() {
        let start = block * ROWS;
        let doubled = rows.map(|limb| limb << 1);
        for (row, limb) in rows.iter().enumerate() {
            columns[2 * (start + row)] += product(*limb, *limb);
            for (above, limb) in rows.iter().enumerate().skip(row + 1) {
                columns[2 * start + row + above] += product(doubled[row], *limb);
            }
        }
        accumulate(&mut columns[2 * start + ROWS..], &doubled, &number[start + ROWS..]);
    }
    reduce(&mut columns)
}

/// Divides the sum of the columns by R modulo N: adds the multiple of N that makes the lower half zero, and takes the
/// upper half.
fn reduce(columns: &mut Columns) -> Zeroizing<Limbs> {
    for block in 0..LIMBS / ROWS {
        let columns = &mut columns[block * ROWS..];
        let mut quotient = [0; ROWS];
        let mut carry = 0;
        for row in 0..ROWS {
            let mut column = columns[row] + carry;
            for (above, digit) in quotient.iter().enumerate().take(row) {
                column += product(*digit, MODULUS[row - above]);
            }
            // N's lowest limb is 2^60 - 1. Adding the digit times this limb clears the column's lowest 60 bits, and
            // carries the digit to the next column.
            quotient[row] = column as u64 & LOW_BITS;
            carry = (column >> LIMB_BITS) + u128::from(quotient[row]);
        }
        columns[ROWS] += carry;
        accumulate_full_columns(&mut columns[1..], &quotient, &MODULUS[1..]);
    }
    let mut result = Zeroizing::new([0; LIMBS]);
    let mut carry = 0;
    for (limb, column) in result.iter_mut().zip(&columns[LIMBS..]) {
        carry += column;
        *limb = carry as u64 & LOW_BITS;
        carry >>= LIMB_BITS;
    }
    result
}

/// Adds the products of every row with every factor, each to the column of its weight.
#[inline(always)]
fn accumulate(columns: &mut [u128], rows: &[u64; ROWS], factors: &[u64]) {
    for (row, digit) in rows.iter().enumerate() {
        for (column, factor) in columns[row..].iter_mut().zip(factors).take(ROWS - 1 - row) {
            *column += product(*digit, *factor);
        }
    }
    accumulate_full_columns(columns, rows, factors);
}

/// Like [`accumulate`], without the first columns, to which not every row contributes.
#[inline(always)]
fn accumulate_full_columns(columns: &mut [u128], rows: &[u64; ROWS], factors: &[u64]) {
    for (column, factors) in columns[ROWS - 1..].iter_mut().zip(factors.array_windows::<ROWS>()) {
        for (digit, factor) in rows.iter().zip(factors.iter().rev()) {
            *column += product(*digit, *factor);
        }
    }
    for row in 1..ROWS {
        let last = factors.len().saturating_sub(row);
        for (column, factor) in columns[row + last..].iter_mut().zip(&factors[last..]) {
            *column += product(rows[row], *factor);
        }
    }
}

#[inline(always)]
fn product(left: u64, right: u64) -> u128 {
    u128::from(left) * u128::from(right)
}

/// The limbs of a hexadecimal number: each limb is 15 digits.
const fn limbs_from_hex(digits: &str) -> Limbs {
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
        assert_is_quotient(&multiply(&largest, &largest), &expected);
        assert_is_quotient(&square(&largest), &expected);
    }

    proptest! {
        #[test]
        fn products_and_squares_match_another_library(left in factors(), right in factors()) {
            assert_is_quotient(&multiply(&left, &right), &(value(&left) * value(&right)));
            assert_is_quotient(&square(&left), &value(&left).pow(2));
        }

        #[test]
        fn doubling_doubles_where_the_bit_is_set(limbs in factors()) {
            let mut limbs = limbs;
            limbs[LIMBS - 1] >>= 1;
            let residue = Residue(Zeroizing::new(limbs));
            prop_assert_eq!(value(&residue.double_if(0).0), value(&limbs));
            prop_assert_eq!(value(&residue.double_if(1).0), value(&limbs) * 2_u8);
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
        let table: Vec<_> = (0..32_u64).map(|entry| Residue(Zeroizing::new([entry + 1; LIMBS]))).collect();
        for index in 0..32 {
            assert_eq!(*Residue::look_up(&table, index).0, [index + 1; LIMBS]);
        }
    }
}
