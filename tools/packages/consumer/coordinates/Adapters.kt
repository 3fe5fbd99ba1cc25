import aws.smithy.kotlin.runtime.collections.emptyAttributes
import dev.cognitoauth.AuthAWSCredentials
import dev.cognitoauth.AuthSession
import dev.cognitoauth.AuthSessionResult
import dev.cognitoauth.AuthSignInResult
import dev.cognitoauth.AuthSignInStep
import dev.cognitoauth.NotAuthorizedException
import dev.cognitoauth.aws.CognitoCredentialsProvider
import dev.cognitoauth.ktor.ApiAuthorization
import dev.cognitoauth.okhttp.authorize
import dev.cognitoauth.requests.ApiAuthorizer
import dev.cognitoauth.support.api.ApiServer
import dev.cognitoauth.support.api.NumberedTokens
import dev.cognitoauth.testing.FakeAuth
import io.ktor.client.HttpClient
import io.ktor.client.engine.cio.CIO
import io.ktor.client.request.get
import kotlinx.coroutines.runBlocking
import okhttp3.OkHttpClient
import okhttp3.Request

/**
 * Uses each optional artifact once, without the native library. The shim is left out, because it needs Android. The API
 * refuses the first token of a session, so a request succeeds only if its token is refreshed.
 */
fun main() =
    runBlocking {
        atAnApi { server, api ->
            val client = OkHttpClient.Builder().authorize(api).build()
            client.newCall(Request.Builder().url(server.url()).build()).execute().use { println("OkHttp: ${it.code}") }
        }
        atAnApi { server, api ->
            HttpClient(CIO) { install(ApiAuthorization) { authorizer = api } }.use {
                println("Ktor: ${it.get(server.url()).status.value}")
            }
        }

        val fake = FakeAuth.signedInAs("ana")
        val credentials = AuthAWSCredentials("ASIAEXAMPLE", "secret", "token", 1_795_348_800_000)
        fake.fetchAuthSession.returns(AuthSession(true, awsCredentialsResult = AuthSessionResult.success(credentials)))
        val provider = CognitoCredentialsProvider(fake)
        println("AWS: ${provider.resolve(emptyAttributes()).accessKeyId}")
        fake.fetchAuthSession.fails(NotAuthorizedException())
        println("AWS: ${runCatching { provider.resolve(emptyAttributes()) }.exceptionOrNull()}")

        val user = FakeAuth()
        user.signIn.failsOnce(NotAuthorizedException()).returns(AuthSignInResult(true, AuthSignInStep.Done))
        println("The fake: ${runCatching { user.signIn("ana", "wrong") }.exceptionOrNull()}")
        println("The fake: ${user.signIn("ana", "right").nextStep}, ${user.calls}")
    }

private suspend fun atAnApi(request: suspend (ApiServer, ApiAuthorizer) -> Unit) =
    ApiServer.taking("access-2").use { server ->
        request(server, ApiAuthorizer.builder(NumberedTokens()).host(server.host).build())
    }
