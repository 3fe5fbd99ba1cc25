@file:JvmName("MFATypeUtil")

package dev.cognitoauth.amplify

// The types that are the library's own. Java has no aliases: it imports them from the library's package.

/** A callback without a value. */
public typealias Action = dev.cognitoauth.Action

/** A callback with a value. */
public typealias Consumer<T> = dev.cognitoauth.Consumer<T>

/** A device of the user. */
public typealias AuthDevice = dev.cognitoauth.AuthDevice

/** A first factor. */
public typealias AuthFactorType = dev.cognitoauth.AuthFactorType

/** Options of `fetchAuthSession`. */
public typealias AuthFetchSessionOptions = dev.cognitoauth.AuthFetchSessionOptions

/** One of Cognito's authentication flows. */
public typealias AuthFlowType = dev.cognitoauth.AuthFlowType

/** One page of the user's passkeys. */
public typealias AuthListWebAuthnCredentialsResult = dev.cognitoauth.AuthListWebAuthnCredentialsResult

/** An identity provider. */
public typealias AuthProvider = dev.cognitoauth.AuthProvider

/** The signed-in user. */
public typealias AuthUser = dev.cognitoauth.AuthUser

/** An attribute of a user. */
public typealias AuthUserAttribute = dev.cognitoauth.AuthUserAttribute

/** The key of an attribute. */
public typealias AuthUserAttributeKey = dev.cognitoauth.AuthUserAttributeKey

/** A passkey of the user. */
public typealias AuthWebAuthnCredential = dev.cognitoauth.AuthWebAuthnCredential

/** What the pages ask the user. */
public typealias AuthWebUIPrompt = dev.cognitoauth.AuthWebUIPrompt

/** AWS credentials. */
public typealias AWSCredentials = dev.cognitoauth.AuthAWSCredentials

/** AWS credentials. */
public typealias AWSTemporaryCredentials = dev.cognitoauth.AuthAWSCredentials

/** The tokens of a signed-in user. */
public typealias AWSCognitoUserPoolTokens = dev.cognitoauth.UserPoolTokens

/** The result of a federation. */
public typealias FederateToIdentityPoolResult = dev.cognitoauth.AuthFederateToIdentityPoolResult

/** Whether, and how, a second factor is used. */
public typealias MFAPreference = dev.cognitoauth.MFAPreference

/** A second factor. */
public typealias MFAType = dev.cognitoauth.MFAType

/** The second factors of a user. */
public typealias UserMFAPreference = dev.cognitoauth.UserMFAPreference

/** The answer that chooses this factor. The library's type has this property; an app's import needs it here too. */
@Suppress("EXTENSION_SHADOWED_BY_MEMBER")
public val MFAType.challengeResponse: String get() = challengeResponse
