package dev.cognitoauth.processes

import dev.cognitoauth.HttpReply
import dev.cognitoauth.HttpRequest
import dev.cognitoauth.HttpTransport
import dev.cognitoauth.LeaseStore
import dev.cognitoauth.SecureStore
import dev.cognitoauth.android.Disk
import dev.cognitoauth.android.KeyVault
import java.io.File
import java.io.RandomAccessFile
import java.nio.file.Files
import java.nio.file.StandardCopyOption.ATOMIC_MOVE
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.SecretKeySpec

/**
 * Counts the points at which a process can be stopped: before and after each call of a port, and within the writes of
 * the store. The process waits at the point that is armed.
 */
internal class Points {
    private var number = 0
    private var names = emptyList<String>()

    /** How many points the process has passed since [arm] was called. */
    @get:Synchronized
    var passed = 0
        private set

    /**
     * Starts to count, and arms a point. [point] is the point's number, or the names of several points. With names, the
     * process passes the named points in this order, and stops at the last of them. The number 0 arms no point.
     */
    @Synchronized
    fun arm(point: String) {
        passed = 0
        number = point.toIntOrNull() ?: 0
        names = if (point.toIntOrNull() == null) point.split(", ") else emptyList()
    }

    /** At the armed point, says so and waits for a line of the input. A test that kills the process writes no line. */
    fun pass(name: String) {
        if (isArmed(name)) {
            Child.say("point $name")
            Child.nextLine()
        }
    }

    fun <T> around(
        name: String,
        work: () -> T,
    ): T {
        pass("before $name")
        return work().also { pass("after $name") }
    }

    @Synchronized
    private fun isArmed(name: String): Boolean {
        passed++
        if (names.firstOrNull() != name) return passed == number
        names = names.drop(1)
        return names.isEmpty()
    }
}

/** The store of a process. */
internal class PointedStore(
    private val store: SecureStore,
    private val points: Points,
    private val flight: Flight,
) : SecureStore {
    override val identity: String? get() = store.identity

    override fun load(key: String): ByteArray? = points.around("load ${entry(key)}") { store.load(key) }

    override fun save(
        key: String,
        value: ByteArray,
    ) {
        points.around("save ${entry(key)}") { store.save(key, value) }
        if (entry(key) == "session") flight.end()
    }

    override fun delete(key: String) = points.around("delete ${entry(key)}") { store.delete(key) }

    /** The kind of an entry, such as `session`: the end of its key. */
    private fun entry(key: String): String = key.substringAfterLast('.')
}

/** The disk of the store of a process. */
internal class PointedDisk(
    private val disk: Disk,
    private val points: Points,
) : Disk by disk {
    override fun freeBytes(folder: File): Long = points.around("free bytes") { disk.freeBytes(folder) }

    override fun sync(folder: File) = points.around("sync") { disk.sync(folder) }
}

/** Keys in files. They outlive the process, as the Keystore's keys do, but nothing protects them. */
internal class FileVault(
    private val folder: File,
    private val points: Points,
) : KeyVault {
    override fun find(alias: String): SecretKey? =
        File(folder, alias).takeIf(File::exists)?.let { SecretKeySpec(it.readBytes(), AES) }

    override fun create(alias: String): SecretKey =
        points.around("create key") {
            folder.mkdirs()
            val key = KeyGenerator.getInstance(AES).apply { init(256) }.generateKey()
            val unfinished = File(folder, "unfinished").apply { writeBytes(key.encoded) }
            Files.move(unfinished.toPath(), File(folder, alias).toPath(), ATOMIC_MOVE)
            key
        }

    private companion object {
        const val AES = "AES"
    }
}

/** The leases of a process. */
internal class PointedLeases(
    private val leases: LeaseStore,
    private val points: Points,
) : LeaseStore {
    override val process: String? get() = leases.process

    override fun read(name: String): ByteArray? = points.around("read lease") { leases.read(name) }

    override fun swap(
        name: String,
        expected: ByteArray?,
        lease: ByteArray,
    ): Boolean = points.around("swap lease") { leases.swap(name, expected, lease) }
}

/** The transport of a process. It says the operation of each request before it sends the request. */
internal class PointedTransport(
    private val transport: HttpTransport,
    private val points: Points,
    private val flight: Flight,
) : HttpTransport {
    override fun start(
        request: HttpRequest,
        reply: HttpReply,
    ) {
        val target = request.headers.single { it.name.equals("X-Amz-Target", ignoreCase = true) }.value
        val operation = target.substringAfterLast('.')
        points.pass("before $operation")
        if (operation == REFRESH) flight.begin()
        Child.say("sent $operation")
        transport.start(request, reply)
        points.pass("after $operation")
    }

    override fun cancel(id: Long) = transport.cancel(id)
}

/**
 * Notices a refresh that begins while another process refreshes. A refresh runs from its request until its tokens are
 * stored, or until its call ends without new tokens. While it runs, it holds a file lock, which the system releases
 * when the process ends.
 */
internal class Flight(
    private val path: File,
) {
    private var held: RandomAccessFile? = null

    @Synchronized
    fun begin() {
        // A request that is sent again is not a second refresh.
        end()
        val file = RandomAccessFile(path, "rw")
        if (file.channel.tryLock() == null) {
            file.close()
            Child.say("overlap")
        } else {
            held = file
        }
    }

    /** Does nothing if no refresh runs. */
    @Synchronized
    fun end() {
        held?.close()
        held = null
    }
}

/** The operation of a refresh. */
internal const val REFRESH = "GetTokensFromRefreshToken"
