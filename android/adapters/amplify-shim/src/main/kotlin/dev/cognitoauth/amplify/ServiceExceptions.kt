package dev.cognitoauth.amplify

/** The service refused. */
public open class ServiceException(
    cause: Throwable?,
) : AuthException(cause)

/** The e-mail address or phone number belongs to another account. */
public class AliasExistsException(
    cause: Throwable?,
) : ServiceException(cause)

/** The code could not be delivered. */
public class CodeDeliveryFailureException(
    cause: Throwable?,
) : ServiceException(cause)

/** The code is too old, or was used already. */
public class CodeExpiredException(
    cause: Throwable?,
) : ServiceException(cause)

/** The code is wrong. */
public class CodeMismatchException(
    cause: Throwable?,
) : ServiceException(cause)

/** The first code of the authenticator app was wrong. */
public class EnableSoftwareTokenMFAException(
    cause: Throwable?,
) : ServiceException(cause)

/** There were too many wrong attempts. */
public class FailedAttemptsLimitExceededException(
    cause: Throwable?,
) : ServiceException(cause)

/** The user could not be signed out everywhere. */
public class GlobalSignOutException(
    cause: Throwable?,
) : ServiceException(cause)

/** The browser may still have its cookie. */
public class HostedUISignOutException(
    cause: Throwable?,
) : ServiceException(cause)

/** The configuration has no identity pool. */
public class InvalidAccountTypeException(
    cause: Throwable?,
) : ServiceException(cause)

/** The service does not take a value of the call. */
public class InvalidParameterException(
    cause: Throwable?,
) : ServiceException(cause)

/** The password does not meet the pool's policy. */
public class InvalidPasswordException(
    cause: Throwable?,
) : ServiceException(cause)

/** There were too many attempts. */
public class LimitExceededException(
    cause: Throwable?,
) : ServiceException(cause)

/** No second factor is set up. */
public class MFAMethodNotFoundException(
    cause: Throwable?,
) : ServiceException(cause)

/** The password has to be reset first. */
public class PasswordResetRequiredException(
    cause: Throwable?,
) : ServiceException(cause)

/** The pool, the client, the device or the passkey does not exist. */
public class ResourceNotFoundException(
    cause: Throwable?,
) : ServiceException(cause)

/** The refresh token could not be revoked. */
public class RevokeTokenException(
    cause: Throwable?,
) : ServiceException(cause)

/** No authenticator app is set up. */
public class SoftwareTokenMFANotFoundException(
    cause: Throwable?,
) : ServiceException(cause)

/** The service gets too many requests. */
public class TooManyRequestsException(
    cause: Throwable?,
) : ServiceException(cause)

/** The user closed the browser, or the sheet for passkeys. */
public class UserCancelledException(
    cause: Throwable?,
) : ServiceException(cause)

/** A trigger of the pool refused. */
public class UserLambdaValidationException(
    cause: Throwable?,
) : ServiceException(cause)

/** The sign-up has to be confirmed first. */
public class UserNotConfirmedException(
    cause: Throwable?,
) : ServiceException(cause)

/** There is no such user. */
public class UserNotFoundException(
    cause: Throwable?,
) : ServiceException(cause)

/** The user name is taken. */
public class UsernameExistsException(
    cause: Throwable?,
) : ServiceException(cause)

/** Passkeys are switched off in the pool. */
public class WebAuthnNotEnabledException(
    cause: Throwable?,
) : ServiceException(cause)
