// expect: cannot find type 'MfaType' in scope
import CognitoAuth

let factor: MfaType = .sms
