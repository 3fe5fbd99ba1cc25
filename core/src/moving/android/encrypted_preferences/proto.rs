//! Protocol Buffers, as far as a keyset needs them: the fields of one message.

/// The value of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value<'a> {
    Number(u64),
    Bytes(&'a [u8]),
    /// A number of fixed size. No field of a keyset has one.
    Fixed,
}

/// The fields of a message with their numbers, in the order of the message. `None` if the bytes are no message.
pub(super) fn fields(mut rest: &[u8]) -> Option<Vec<(u64, Value<'_>)>> {
    let mut fields = Vec::new();
    while !rest.is_empty() {
        let tag = number(&mut rest)?;
        let value = match tag & 7 {
            0 => Value::Number(number(&mut rest)?),
            1 => bytes(&mut rest, 8).map(|_| Value::Fixed)?,
            2 => {
                let length = number(&mut rest)?;
                Value::Bytes(bytes(&mut rest, usize::try_from(length).ok()?)?)
            }
            5 => bytes(&mut rest, 4).map(|_| Value::Fixed)?,
            _ => return None,
        };
        fields.push((tag >> 3, value));
    }
    Some(fields)
}

/// The number in a field. A field that is left out is 0. If the field is there twice, its last value counts.
pub(super) fn number_in(fields: &[(u64, Value<'_>)], field: u64) -> u64 {
    let mut numbers = fields.iter().filter_map(|(number, value)| match value {
        Value::Number(value) if *number == field => Some(*value),
        _ => None,
    });
    numbers.next_back().unwrap_or_default()
}

/// The bytes in each field with this number.
pub(super) fn all_bytes_in<'a>(
    fields: &[(u64, Value<'a>)],
    field: u64,
) -> impl DoubleEndedIterator<Item = &'a [u8]> {
    fields.iter().filter_map(move |(number, value)| match value {
        Value::Bytes(bytes) if *number == field => Some(*bytes),
        _ => None,
    })
}

/// The bytes in a field. A field that is left out has none.
pub(super) fn bytes_in<'a>(fields: &[(u64, Value<'a>)], field: u64) -> &'a [u8] {
    all_bytes_in(fields, field).next_back().unwrap_or_default()
}

/// A varint: seven bits in each byte, the lowest first, and the top bit says whether there are more.
fn number(rest: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let byte = *bytes(rest, 1)?.first()?;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

fn bytes<'a>(rest: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (bytes, after) = rest.split_at_checked(length)?;
    *rest = after;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fields_of_a_message_are_read() {
        let message = [
            0x08, 0x96, 0x01, // field 1: 150
            0x12, 0x02, b'h', b'i', // field 2: two bytes
            0x19, 1, 2, 3, 4, 5, 6, 7, 8, // field 3: eight bytes
            0x25, 1, 2, 3, 4, // field 4: four bytes
            0x12, 0x00, // field 2 again: nothing
        ];
        let fields = fields(&message).unwrap();
        let expected = [
            (1, Value::Number(150)),
            (2, Value::Bytes(b"hi")),
            (3, Value::Fixed),
            (4, Value::Fixed),
            (2, Value::Bytes(b"")),
        ];
        assert_eq!(fields, expected);
        assert_eq!((number_in(&fields, 1), number_in(&fields, 2), number_in(&fields, 9)), (150, 0, 0));
        assert_eq!((bytes_in(&fields, 2), bytes_in(&fields, 9)), (b"".as_slice(), b"".as_slice()));
        assert_eq!(all_bytes_in(&fields, 2).collect::<Vec<_>>(), [b"hi".as_slice(), b""]);
    }

    #[test]
    fn the_largest_number_has_ten_bytes() {
        let mut message = vec![0x08];
        message.extend([0xff; 9]);
        message.push(0x01);
        assert_eq!(fields(&message), Some(vec![(1, Value::Number(u64::MAX))]));
        *message.last_mut().unwrap() = 0x81;
        message.push(0);
        assert_eq!(fields(&message), None, "eleven bytes");
    }

    #[test]
    fn a_truncated_message_is_not_read() {
        let whole = [0x08, 0x96, 0x01, 0x12, 0x02, b'h', b'i', 0x25, 1, 2, 3, 4];
        for length in [1, 2, 4, 5, 6, 8, 11] {
            assert_eq!(fields(&whole[..length]), None, "{length} bytes");
        }
        assert_eq!(fields(&[0x0b]), None, "a group");
        assert_eq!(
            fields(&[0x12, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]),
            None,
            "too long"
        );
    }
}
