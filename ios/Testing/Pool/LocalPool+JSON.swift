extension LocalPool {
  /// A JSON value: a member of an operation's request or response. Literals of Swift make one:
  ///
  /// ```swift
  /// try await pool.administer("AdminGetUser", ["Username": "ana"])
  /// ```
  public enum JSON: Equatable, Sendable {
    /// `null`
    case null
    /// A truth value.
    case bool(Bool)
    /// A whole number.
    case number(Int)
    /// A number that is not whole.
    case fraction(Double)
    /// A string.
    case string(String)
    /// An array.
    case array([JSON])
    /// An object, by the names of its members.
    case object([String: JSON])

    /// The member of an object.
    public subscript(_ name: String) -> JSON? {
      if case .object(let members) = self { members[name] } else { nil }
    }

    /// The elements of an array.
    public var list: [JSON]? {
      if case .array(let elements) = self { elements } else { nil }
    }

    /// The text of a string.
    public var text: String? {
      if case .string(let text) = self { text } else { nil }
    }
  }
}

extension LocalPool.JSON: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  /// A string.
  public init(stringLiteral text: String) { self = .string(text) }
  /// A truth value.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// A whole number.
  public init(integerLiteral number: Int) { self = .number(number) }
  /// An array.
  public init(arrayLiteral elements: LocalPool.JSON...) { self = .array(elements) }
  /// An object.
  public init(dictionaryLiteral members: (String, LocalPool.JSON)...) {
    self = .object(Dictionary(members) { $1 })
  }
}

extension LocalPool.JSON: Codable {
  /// Reads any JSON value.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let number = try? container.decode(Int.self) {
      self = .number(number)
    } else if let fraction = try? container.decode(Double.self) {
      self = .fraction(fraction)
    } else if let text = try? container.decode(String.self) {
      self = .string(text)
    } else if let elements = try? container.decode([LocalPool.JSON].self) {
      self = .array(elements)
    } else {
      self = .object(try container.decode([String: LocalPool.JSON].self))
    }
  }

  /// Writes the value as JSON.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let value): try container.encode(value)
    case .number(let number): try container.encode(number)
    case .fraction(let fraction): try container.encode(fraction)
    case .string(let text): try container.encode(text)
    case .array(let elements): try container.encode(elements)
    case .object(let members): try container.encode(members)
    }
  }
}
