let preferences = AWSCognitoSecureStoragePreferences(accessGroup: AccessGroup(name: "\(teamID)com.example.shared"))
try Amplify.add(plugin: AWSCognitoAuthPlugin(secureStoragePreferences: preferences))
let moved = AccessGroup(name: "\(teamID)com.example.shared", migrateKeychainItemsOfUserSession: true)
print(moved, AccessGroup.none)
