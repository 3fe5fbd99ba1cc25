// expect: not available due to missing import of defining module 'Foundation
import CognitoAuth

let bytes = "text".data(using: .utf8)
