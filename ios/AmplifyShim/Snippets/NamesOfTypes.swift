func names(
  user: AWSAuthUser, device: AWSAuthDevice, session: any AuthCognitoTokensProvider
) throws -> AuthCognitoTokens {
  print(user.username, device.id)
  if let session = session as? AWSAuthCognitoSession { print(session.userSubResult, session.identityIdResult) }
  let tokens: AWSCognitoUserPoolTokens = try session.getCognitoTokens().get()
  print(tokens.expiration)
  return tokens
}
