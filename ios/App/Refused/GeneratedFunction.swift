// expect: cannot find 'userAttributeName' in scope
import CognitoAuth

let name = userAttributeName(key: .email)
