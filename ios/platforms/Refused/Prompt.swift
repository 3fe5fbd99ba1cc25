// expect on tvOS: cannot find 'LAContext' in scope
// expect on watchOS: has no member 'touchIDAuthenticationAllowableReuseDuration'
import LocalAuthentication

func prompt() {
  LAContext().touchIDAuthenticationAllowableReuseDuration = 1
}
