import Foundation

/// Signs as an authenticator does (ECDSA, P-256, SHA-256), with one key and one nonce for every signature. Two
/// signatures with one nonce reveal the key, which does no harm here. Because the key and the nonce are fixed, signing
/// needs only arithmetic modulo the group's order, and no point of the curve.
enum P256 {
  /// The public key's coordinates.
  static let publicKey = (
    x: Data(hexadecimal: "ebbf8006b44967e13203e42a1ae8ef296ea1283f3a7ebb2e3b52665bbf11bfd4"),
    y: Data(hexadecimal: "1871bac1ad28912420f80b8025d20587715e0996037e70f8a516ab7156beacc4")
  )

  // The x coordinate of the nonce's point, the nonce's inverse, and the product of both with the private key.
  private static let r = Scalar(Data(hexadecimal: "a7e4ff5d96a16186e0f0f3eeca448a477acebbd6ffd739acd2c045db52619285"))
  private static let inverse = Scalar(
    Data(hexadecimal: "0774ad4bff1c8376cad860b51832c61b46c453cc03251eb843752c4b0a6d6190"))
  private static let product = Scalar(
    Data(hexadecimal: "f0e6cbae21ef547e6da024d3c6a8fd27f0aeb21b2950d1179dcbb10cfb9b8011"))

  /// The signature in its ASN.1 form.
  static func signature(of message: Data) -> Data {
    let s = inverse * Scalar(sha256(message)) + product
    let numbers = integer(r) + integer(s)
    return Data([0x30, UInt8(numbers.count)]) + numbers
  }

  private static func integer(_ scalar: Scalar) -> Data {
    var bytes = scalar.bytes.drop { $0 == 0 }
    if bytes.first ?? 0 >= 0x80 {
      bytes = [0] + bytes
    }
    return Data([0x02, UInt8(bytes.count)]) + bytes
  }
}

/// A number modulo the order of P-256's group.
private struct Scalar {
  private static let order: [UInt64] = [
    0xf3b9_cac2_fc63_2551, 0xbce6_faad_a717_9e84, 0xffff_ffff_ffff_ffff, 0xffff_ffff_0000_0000,
  ]

  /// The least significant limb comes first.
  private var limbs: [UInt64]

  private init(limbs: [UInt64]) {
    self.limbs = limbs
  }

  init(_ bytes: Data) {
    let bytes = Array(bytes)
    let limbs = stride(from: 24, through: 0, by: -8).map { start in
      bytes[start..<start + 8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
    // Every number of 256 bits is less than twice the order. So one subtraction is enough.
    self = Self(limbs: limbs).reduced(carry: false)
  }

  var bytes: Data { Data(limbs.reversed().flatMap { withUnsafeBytes(of: $0.bigEndian, Array.init) }) }

  static func + (left: Self, right: Self) -> Self {
    var carry = false
    let limbs = zip(left.limbs, right.limbs).map { left, right in
      let (partial, first) = left.addingReportingOverflow(right)
      let (sum, second) = partial.addingReportingOverflow(carry ? 1 : 0)
      carry = first || second
      return sum
    }
    return Self(limbs: limbs).reduced(carry: carry)
  }

  /// The product, by doubling and adding for each bit.
  static func * (left: Self, right: Self) -> Self {
    var product = Self(limbs: [0, 0, 0, 0])
    for limb in right.limbs.reversed() {
      for bit in (0..<64).reversed() {
        product = product + product
        if limb >> UInt64(bit) & 1 == 1 {
          product = product + left
        }
      }
    }
    return product
  }

  /// The number minus the order; the number itself if it is less than the order.
  private func reduced(carry: Bool) -> Self {
    var borrow = false
    let difference = zip(limbs, Self.order).map { limb, order in
      let (partial, first) = limb.subtractingReportingOverflow(order)
      let (difference, second) = partial.subtractingReportingOverflow(borrow ? 1 : 0)
      borrow = first || second
      return difference
    }
    return carry || !borrow ? Self(limbs: difference) : self
  }
}

extension Data {
  /// The bytes of a hexadecimal text with an even number of digits.
  init(hexadecimal: String) {
    let digits = Array(hexadecimal)
    self.init(
      stride(from: 0, to: digits.count - 1, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) })
  }
}
