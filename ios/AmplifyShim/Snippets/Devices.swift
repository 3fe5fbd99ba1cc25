func forgetOthers() async throws {
  try await Amplify.Auth.rememberDevice()
  for device in try await Amplify.Auth.fetchDevices() { print(device.id) }
  try await Amplify.Auth.forgetDevice()
}
