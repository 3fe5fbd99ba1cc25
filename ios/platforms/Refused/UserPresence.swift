// expect on tvOS: extra argument 'userPresence' in call
// expect on watchOS: extra argument 'userPresence' in call
import CognitoAuth

let store = KeychainStore(userPresence: nil)
