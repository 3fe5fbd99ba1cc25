func renew(old: String) async throws {
  try await Amplify.Auth.associateWebAuthnCredential()
  let page = try await Amplify.Auth.listWebAuthnCredentials(options: .init(pageSize: 5))
  for credential in page.credentials { print(credential.credentialId, credential.createdAt, credential.relyingPartyId) }
  if let nextToken = page.nextToken {
    _ = try await Amplify.Auth.listWebAuthnCredentials(options: .init(pageSize: 5, nextToken: nextToken))
  }
  try await Amplify.Auth.deleteWebAuthnCredential(credentialId: old)
}
