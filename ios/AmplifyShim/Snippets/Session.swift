let session = try await Amplify.Auth.fetchAuthSession()
if let provider = session as? AuthCognitoIdentityProvider {
  print(try provider.getUserSub().get(), try provider.getIdentityId().get())
}
if let provider = session as? AuthAWSCredentialsProvider { print(try provider.getAWSCredentials().get().accessKeyId) }
if let provider = session as? AuthCognitoTokensProvider { print(try provider.getCognitoTokens().get().idToken) }
