// expect on tvOS: cannot find 'ASAuthorizationPlatformPublicKeyCredentialProvider' in scope
// expect on watchOS: cannot find 'ASAuthorizationPlatformPublicKeyCredentialProvider' in scope
import AuthenticationServices

func provider() -> Any { ASAuthorizationPlatformPublicKeyCredentialProvider(relyingPartyIdentifier: "example.com") }
