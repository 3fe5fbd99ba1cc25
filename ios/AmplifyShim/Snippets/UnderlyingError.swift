if let error = error as? AuthError, let reason = error.underlyingError as? AWSCognitoAuthError {
  switch reason {
  case .userNotFound, .invalidParameter: print("Check the name)
  case .network: print("Try again")
  default: print(reason)
  }
}
