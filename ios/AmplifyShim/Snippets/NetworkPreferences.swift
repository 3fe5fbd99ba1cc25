try Amplify.add(
  plugin: AWSCognitoAuthPlugin(
    networkPreferences: AWSCognitoNetworkPreferences(maxRetryCount: 2, timeoutIntervalForRequest: 30)))
