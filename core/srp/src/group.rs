//! Arithmetic modulo the 3072-bit safe prime of RFC 3526 section 4 (RFC 5054 appendix A), with the generator 2.
//!
//! Every operation runs in constant time: which instructions run and which memory is read depends on the length of an
//! exponent, never on its value or on an element.

use crypto_bigint::{CtAssign, CtEq, U256, U3072, const_monty_params, modular::ConstMontyForm};
use zeroize::{Zeroize, Zeroizing};

use crate::{encoding::without_leading_zeros, exponent::Exponent};

const_monty_params!(
    Rfc3526,
    U3072,
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74\
     020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437\
     4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED\
     EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF05\
     98DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB\
     9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B\
     E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF695581718\
     3995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33\
     A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7\
     ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864\
     D87602733EC86A64521F2B18177B200CBBE117577A615D6C770988C0BAD946E2\
     08E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF"
);

/// The multiplier k = H(N | g): constant, because what it hashes is.
const MULTIPLIER: ConstMontyForm<Rfc3526, { U3072::LIMBS }> = ConstMontyForm::new(
    &U256::from_be_hex("538282c4354742d7cbbde2359fcf67f9f5b3a6b08791e5011b43b8a5b66d9ee6").resize(),
);

/// Bits that one multiplication of an exponentiation consumes, and the powers that this takes.
const WINDOW: usize = 5;
const POWERS: usize = 1 << WINDOW;

/// Bytes in a number modulo N.
pub(crate) const BYTES: usize = 384;

/// A number modulo N, wiped when dropped.
#[derive(Clone)]
pub(crate) struct Element(ConstMontyForm<Rfc3526, { U3072::LIMBS }>);

impl Element {
    /// The number in these big-endian bytes, reduced modulo N. `None` when it does not fit into 3072 bits.
    pub(crate) fn from_be_bytes(number: &[u8]) -> Option<Self> {
        let significant = without_leading_zeros(number);
        let mut bytes = Zeroizing::new([0; BYTES]);
        let start = BYTES.checked_sub(significant.len())?;
        bytes[start..].copy_from_slice(significant);
        Some(Self(ConstMontyForm::new(&U3072::from_be_slice(&*bytes))))
    }

    /// The multiplier k = H(N | g).
    pub(crate) fn multiplier() -> Self {
        Self(MULTIPLIER)
    }

    pub(crate) fn to_be_bytes(&self) -> Zeroizing<[u8; BYTES]> {
        let number = Zeroizing::new(self.0.retrieve());
        let mut bytes = Zeroizing::new([0; BYTES]);
        bytes.copy_from_slice(number.to_be_bytes().as_ref());
        bytes
    }

    /// Whether the number is zero. For public values: the answer is meant to be branched on.
    pub(crate) fn is_zero(&self) -> bool {
        self.0.ct_eq(&ConstMontyForm::ZERO).to_bool()
    }

    pub(crate) fn multiply(&self, factor: &Self) -> Self {
        Self(self.0.mul(&factor.0))
    }

    pub(crate) fn subtract(&self, other: &Self) -> Self {
        Self(self.0.sub(&other.0))
    }

    /// The generator to a secret power. The generator is 2, so what would be multiplications are doublings, done
    /// for every bit and kept where the bit is set.
    pub(crate) fn generator_to(exponent: &Exponent) -> Self {
        let mut power = Self(ConstMontyForm::ONE);
        for position in (0..exponent.bits()).rev() {
            power = Self(power.0.square());
            let doubled = Self(power.0.double());
            power.assign_if(&doubled, exponent.window(position, 1), 1);
        }
        power
    }

    /// This number to a secret power, in fixed windows: each takes its factor from the table by reading all of it.
    pub(crate) fn to_the(&self, exponent: &Exponent) -> Self {
        let mut powers = vec![Self(ConstMontyForm::ONE)];
        for index in 1..POWERS {
            powers.push(powers[index - 1].multiply(self));
        }
        let mut result = Self(ConstMontyForm::ONE);
        for position in (0..exponent.bits().div_ceil(WINDOW)).rev() {
            for _ in 0..WINDOW {
                result = Self(result.0.square());
            }
            let wanted = exponent.window(position * WINDOW, WINDOW);
            let mut factor = Self(ConstMontyForm::ZERO);
            for (index, power) in (0..).zip(&powers) {
                factor.assign_if(power, index, wanted);
            }
            result = result.multiply(&factor);
        }
        result
    }

    /// Takes the other's value when the two secrets are equal.
    fn assign_if(&mut self, other: &Self, left: u64, right: u64) {
        self.0.ct_assign(&other.0, left.ct_eq(&right));
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
    let generator = Element::generator_to(&Exponent::from_be_bytes(&[1]));
    let prime_less_one = Element(ConstMontyForm::ZERO).subtract(&Element(ConstMontyForm::ONE));
    let mut prime = prime_less_one.to_be_bytes().to_vec();
    prime[BYTES - 1] += 1;
    let [generator, multiplier] = [generator, Element::multiplier()]
        .map(|element| without_leading_zeros(&*element.to_be_bytes()).to_vec());
    [prime, generator, multiplier]
}
