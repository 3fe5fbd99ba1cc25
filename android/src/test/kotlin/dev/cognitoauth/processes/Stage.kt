package dev.cognitoauth.processes

import dev.cognitoauth.support.LocalPool
import dev.cognitoauth.support.startPool
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import kotlinx.serialization.json.addJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonArray
import java.io.File

/**
 * A local pool for one test, and the folder of a store.
 *
 * @param deadlineMilliseconds the time limit of a call. A lease lasts a third of this limit, but at most ten seconds
 * @param processName the name that every process gets; null if several processes make calls at the same time
 */
internal class Stage(
    private val folder: File,
    private val deadlineMilliseconds: Long,
    private val processName: String? = null,
) : AutoCloseable {
    private val server = startPool()
    private val processes = mutableListOf<TestProcess>()

    val pool = LocalPool(server.endpoint)

    /** Makes a confirmed user with a phone number. */
    fun addUser(username: String) {
        pool.administer("AdminCreateUser", username) {
            put("MessageAction", "SUPPRESS")
            putJsonArray("UserAttributes") {
                for ((name, value) in listOf("phone_number" to "+4915112345678", "phone_number_verified" to "true")) {
                    addJsonObject {
                        put("Name", name)
                        put("Value", value)
                    }
                }
            }
        }
        pool.administer("AdminSetUserPassword", username) {
            put("Password", Child.PASSWORD)
            put("Permanent", true)
        }
    }

    fun process(): TestProcess {
        val arguments = listOf(server.endpoint, pool.userPoolId, pool.clientId, folder.path, "$deadlineMilliseconds")
        return TestProcess(arguments + listOfNotNull(processName)).also(processes::add)
    }

    /** How many refreshes the pool has answered. */
    fun refreshes(): Int = pool.operations().count { it == REFRESH }

    /** Whether the service accepts this access token. It does until the token is revoked. */
    fun isTaken(accessToken: String): Boolean =
        try {
            pool.operate("GetUser") { put("AccessToken", accessToken) }
            true
        } catch (refusal: IllegalStateException) {
            check("NotAuthorizedException" in refusal.message.orEmpty()) { "$refusal" }
            false
        }

    /** Waits until the service no longer accepts this access token, for at most ten seconds. */
    fun waitUntilRefused(accessToken: String) {
        runBlocking {
            withTimeout(10_000) {
                while (isTaken(accessToken)) delay(10)
            }
        }
    }

    override fun close() {
        processes.forEach(TestProcess::close)
        server.close()
    }
}
