//! Powers of the generator 2, with a comb (Lim and Lee, "More Flexible Exponentiation with Precomputation", 1994).
//!
//! The exponent's 64-bit limbs are the rows of the comb, and each row has a tooth: 2^(2^(64 * row)). The power is the
//! product of the teeth, each to the power of its limb. All these powers grow together, from the highest bits of the
//! limbs to the lowest: 64 squarings are enough for an exponent of 320 bits. A multiplication by the first tooth, 2, is
//! a doubling.

use crypto_bigint::U3072;

use crate::{
    exponent::Exponent,
    montgomery::{Limbs, Residue, limbs_from_hex},
};

/// How many bits an exponent can have at most: as many as a key pair's private value has.
pub(crate) const BITS: usize = ROW_BITS * (1 + TEETH.len());
const ROW_BITS: usize = 64;

/// The teeth of all rows but the first, in Montgomery's form. They are stored, because it would take 256 squarings to
/// compute them.
const TEETH: [Limbs; 4] = [
    limbs_from_hex(
        "C78B11769815344C79E4B8542E240FCFC740148CAF9564B26EDD2F9731F2FE24\
         1CA8358EA1AF5AF8B62769F0E0EACB18E49636B7F1686FDA8625CB7328AE0795\
         C61CE2730A4A3784ED269C581FF7EDDE0F65B562131E34703BAEF49120FC052C\
         8DCEBE8526B54B7A3B219C5B24BEFC1371600D2FC10DBEACC7F3D1356793438B\
         FB5BDDFF0A3C4D6A267E52BDCF6BCB4ED754BBE11A35405B59BDDA8B39C52E1F\
         14815E8B065D7B5495AE1A3C1CED2EABED323679E1141B3A88F3458436D9B5C8\
         D1E910CE37E65A831783FDBF4E63EC8B24E561DD7548D4D1B4CCD89FB65C67D3\
         CB37FC6443D8E47951E902E7C794FB34D69F4C87407D9FBD5E227C2D68387AFB\
         94FD500AC8262E22485AC7C2B860DEDAB30EB0A82C2CD67E4052298478A6BADD\
         E826F41A006BC86A3170360B2ADCD4B0161C35A55D753FFF16580EFD96440E99\
         5566937028834C1ABBFF562ED7B906E734468DEC271B235365015F230AEF3A83\
         A3BBD1ADFB70BBA3551CE01791EB7C2DF5163AE8902959D87955F3978B619F05",
    ),
    limbs_from_hex(
        "45550E8631CBAC46459E1CA99DD5A79E7C8A7FA8BB2A865BBAF047B3F476C528\
         F3A7CBAC60A9CEB3371A2589A56DD1341722C794B3BDA9479B7AE40787B8A4C0\
         7BD987AF45587F9FDF99309EEF5B547521FA024DCC6452DB28E25958D1A09921\
         1DFA0F67A9B9FB2A53A9B0B10C4F4ADC906E6BA5A99CB2C1C6518B81CE0F524F\
         525E0EF44562286553994EC36BB1476D78EE83A42018B3B7C4867B239F09D375\
         1154F4F836073331D4EE1D286875ECC476D18C52086C4AD027D179031B80882F\
         C95B911BDE92EFFD968C29BE9FAECB17C64893918D9B8E7861189FCF5F907767\
         AD6B1A620B8FF4D681C3F5FC0091FE1E4E10FDB9E6121B1FE66529B2ED0EEAB5\
         8AEB17BE7CA8FF121522A3825698765E96B44A28887884CF38B5F89D6132B0C2\
         B0234AC5DC047C66D8CFE707E27F30CA8D368E073C10C9BED44039E282DAE03E\
         4FCA5A0FD52A45B07F34ACE574A3A4BA8FC60A464A9EBEB59960620F8AC17E96\
         740637687444B6073FCD1DE204DC61E74B99BF19185A4CE2F8213557EEC7B5A9",
    ),
    limbs_from_hex(
        "27D4516F627FC291C08813D84D2A4B046A638F9274106B8E2E878F30FF0E86B5\
         3262886E66B94CFD8198F3D595F293040F892C2618B4D3A44663D164A4C2F5AB\
         8F793E1DD903373FC74F042B030CE4702E182AAEF97BBEF476BA969E037107EC\
         53E13CF3388ADE4E15471749480A4F1E460C4A0E8A85160D3632A20DE4184285\
         05044037956137D35389FB425725F141C95D125A182069CA4B907D1C865D1A24\
         A68C8ABFC5D36B5C05A3C03EA6AF83CABB11F015A0182140706AD6F0A096DB8D\
         6173B4A234A4B04AF01CC2A7067E8CF0905EC1258F6D32FBE00E21C16EC14262\
         D03460AC87D94C3B35AC893F061DAFFC44246DF64DE8F9C95946CA443B220A0E\
         80A1CCC5DF84BA0414B940D2F0BFD84F95097BCE9A50095DD521E6BB204DFB45\
         EE602883E04EF08935B18AAD4F862CFBB08A55E001C108FD8BF3AADBA571C001\
         5CE9EDD3293424E46A028418FCE5A891BDF1B1AF71CC8500208B369D0000A642\
         2783D10E22090634A3C577556DEE2F3A8F092D68E4A00A7546FFFA48BC0A8F9B",
    ),
    limbs_from_hex(
        "EF36FD56569CA79A131897D39B9D6623A1512D795D854989680211CED5BFD3E3\
         15F2AE1CF926C7011AB1EFD12FBC61DEEC02766FDB268AB03F7D2DC51F42C42D\
         4350707B2BFEEACD08900D3180481E707717291FC0FDE7718649F51036CBFA37\
         EA2E44175BA9080320B6202940CD37D2BF9069AF46D0F0B0B96956BEF85B53DA\
         6166C24ED6E02AA9CED41FF517EACAF9C63CC79E75F9696479E76B27EE84DDF1\
         C77A8625DB95A50339DC848AB97EE9171EE269A2FCC95DB21BAD5E9B1C911261\
         E611DAAEB77CD0C32BBAAF5B08EDC4ECB5D8BD8B4AB34CCAC3593E2D5B2CF7D4\
         D8C51302BFC5D0FBC03F12B9DEFDFEC57853AD9AAF2A8E529DF9E3E2D1A5D1A0\
         5D5D65B458FE9E5EBE32469DFAEF0046B67ED09A130B2A5F426B1F66FE2A4201\
         58241A44C06830AF4A334D7B2C8A9228E607E2FB12072481B08F29B1CD8DBB18\
         0923E382D22F1B1DCFBE6EC35E11F12F7980F324EA544C339C6F3F65C9954692\
         C9C2653578127B92608CCF41B12FECFE1BD4BDA0333F77431E05720215DBE774",
    ),
];

/// The generator to a secret power of at most [`BITS`] bits. The exponent's length is public.
pub(crate) fn generator_to(exponent: &Exponent) -> Residue {
    let further_rows = exponent.bits().div_ceil(ROW_BITS).saturating_sub(1);
    let products = products(&TEETH[..further_rows]);
    let mut power = Residue::new(&U3072::ONE);
    for column in (0..ROW_BITS).rev() {
        let bit = |row: usize| exponent.window(row * ROW_BITS + column, 1);
        let teeth = (0..further_rows).fold(0, |teeth, row| teeth | bit(row + 1) << row);
        power = power.square().multiply_and_double_if(&Residue::look_up(&products, teeth), bit(0));
    }
    power
}

/// The product of each subset of the teeth. A bit of the index stands for one tooth. The table is public, and its
/// indices are secret.
fn products(teeth: &[Limbs]) -> Vec<Residue> {
    let mut products = vec![Residue::new(&U3072::ONE)];
    for tooth in teeth.iter().map(Residue::from_montgomery) {
        let with_tooth: Vec<_> = products.iter().skip(1).map(|product| product.multiply(&tooth)).collect();
        products.push(tooth);
        products.extend(with_tooth);
    }
    products
}

#[cfg(test)]
mod tests {
    use num_bigint::BigUint;
    use proptest::prelude::*;
    use sha2::{Digest, Sha256};

    use super::*;
    use crate::{group::Element, prime::N_HEX};

    const BYTES: usize = BITS / 8;

    fn plain_power(exponent: &BigUint) -> BigUint {
        BigUint::from(2_u8).modpow(exponent, &BigUint::parse_bytes(N_HEX.as_bytes(), 16).unwrap())
    }

    fn comb_power(exponent: &[u8]) -> BigUint {
        let power = generator_to(&Exponent::from_be_bytes(exponent)).to_number();
        BigUint::from_bytes_be(power.to_be_bytes().as_ref())
    }

    #[test]
    fn a_key_pair_needs_all_rows() {
        assert_eq!(BYTES, crate::KeyPair::ENTROPY_BYTES);
    }

    #[test]
    fn each_tooth_is_the_power_of_its_row() {
        for (row, tooth) in (1..).zip(&TEETH) {
            let tooth = Residue::from_montgomery(tooth).to_number();
            let expected = plain_power(&(BigUint::from(1_u8) << (64 * row)));
            assert_eq!(BigUint::from_bytes_be(tooth.to_be_bytes().as_ref()), expected);
        }
    }

    /// The answers are SHA-256 hashes of the power's 384 bytes, from Python's `pow`.
    #[test]
    fn powers_of_edge_exponents_have_their_known_answers() {
        let [zero, mut one, ones, mut top] = [[0; BYTES], [0; BYTES], [0xff; BYTES], [0; BYTES]];
        one[BYTES - 1] = 1;
        top[0] = 0x80;
        let answers = [
            (zero, "ab1642a5fbec142ed166521affcb32a1018793ccff8a30ce6b951a790f5d56a5"),
            (one, "0c29b032a70f848d7ce809f1c926afaea4bce7b3a037ad74b39861c19eb0161c"),
            (ones, "4895ae554556aaab1372a8b24076c4b068c13030022177cfb7bba427c41dcd9d"),
            (top, "1662bc18b32114758b64b0b6a5cb825f75e261aa76fe5500e262077271ab7a0c"),
        ];
        for (exponent, answer) in answers {
            let power = Element::generator_to(&Exponent::from_be_bytes(&exponent)).to_be_bytes();
            let hash: String = Sha256::digest(*power).iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(hash, answer);
        }
    }

    #[test]
    fn every_single_bit_has_its_power() {
        for bit in 0..BITS {
            let mut exponent = [0; BYTES];
            exponent[BYTES - 1 - bit / 8] = 1 << (bit % 8);
            assert_eq!(comb_power(&exponent), plain_power(&(BigUint::from(1_u8) << bit)), "bit {bit}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn the_comb_equals_plain_powers(
            exponent in prop_oneof![
                4 => prop::collection::vec(any::<u8>(), 1..=BYTES),
                1 => (1..=BYTES).prop_map(|length| vec![0; length]),
                1 => (1..=BYTES).prop_map(|length| vec![0xff; length]),
                1 => (1..=BYTES).prop_map(|length| [vec![0x80], vec![0; length - 1]].concat()),
            ]
        ) {
            prop_assert_eq!(comb_power(&exponent), plain_power(&BigUint::from_bytes_be(&exponent)));
        }
    }
}
