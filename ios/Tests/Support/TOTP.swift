import Foundation

/// The code that an authenticator app shows (RFC 6238: SHA-1, six digits, thirty seconds).
func totpCode(secret: String, at time: Date) -> String {
  let counter = withUnsafeBytes(of: UInt64(time.timeIntervalSince1970 / 30).bigEndian) { Data($0) }
  let digest = Array(hmacSHA1(key: base32(secret), counter))
  let offset = Int(digest[19] & 0xf)
  let number = digest[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7fff_ffff
  let digits = String(number % 1_000_000)
  return String(repeating: "0", count: 6 - digits.count) + digits
}

/// The bytes of a text in base32 (RFC 4648, section 6).
private func base32(_ text: String) -> Data {
  let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
  var (buffer, bits): (UInt64, Int) = (0, 0)
  var bytes = Data()
  for character in text where character != "=" {
    guard let value = alphabet.firstIndex(of: character) else { continue }
    (buffer, bits) = (buffer << 5 | UInt64(value), bits + 5)
    if bits >= 8 {
      bits -= 8
      bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt64(bits)))
    }
  }
  return bytes
}
