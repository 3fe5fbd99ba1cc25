let file = try await Amplify.Storage.downloadData(path: .fromString("public/a"))
print(file)
