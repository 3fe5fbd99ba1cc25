func turnOn() async throws {
  let plugin = try Amplify.Auth.getPlugin(for: "awsCognitoAuthPlugin") as? AWSCognitoAuthPlugin
  try await plugin?.updateMFAPreference(sms: .enabled, totp: .preferred)
  let preference = try await plugin?.fetchMFAPreference()
  print(preference?.enabled ?? [], String(describing: preference?.preferred))
}
