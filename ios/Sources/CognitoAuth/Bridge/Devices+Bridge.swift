internal import CognitoAuthBindings
import Foundation

extension AuthDevice {
  init(_ bridged: CognitoAuthBindings.AuthDevice) {
    self.init(
      id: bridged.id, name: bridged.name, attributes: bridged.attributes,
      createdDate: bridged.createdAtMilliseconds.map(Date.init(milliseconds:)),
      lastAuthenticatedDate: bridged.lastAuthenticatedAtMilliseconds.map(Date.init(milliseconds:)),
      lastModifiedDate: bridged.lastModifiedAtMilliseconds.map(Date.init(milliseconds:)))
  }
}
