case .continueSignInWithTOTPSetup(let details):
  print(try details.getSetupURI(appName: "App"))
