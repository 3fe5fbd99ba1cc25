package dev.cognitoauth.nolibrary

import dev.cognitoauth.AuthSessionResult
import dev.cognitoauth.FormerLibrary
import dev.cognitoauth.WebBrowser
import dev.cognitoauth.WebBrowserReply
import dev.cognitoauth.WebBrowserRequest
import dev.cognitoauth.android.UserPresence
import dev.cognitoauth.requests.ApiAuthorizer
import dev.cognitoauth.support.ApiDump
import java.io.InputStream
import java.lang.reflect.Executable
import java.lang.reflect.InvocationTargetException
import java.lang.reflect.Method
import java.lang.reflect.Modifier
import java.lang.reflect.ParameterizedType
import java.lang.reflect.Type
import java.lang.reflect.TypeVariable
import java.lang.reflect.WildcardType
import kotlin.coroutines.Continuation
import kotlin.coroutines.intrinsics.suspendCoroutineUninterceptedOrReturn

/** A browser that shows nothing. */
private object SilentBrowser : WebBrowser {
    override fun start(
        request: WebBrowserRequest,
        reply: WebBrowserReply,
    ) = Unit

    override fun cancel(id: Long) = Unit
}

/**
 * Values of any type of the public API, made as an app can make them: by a public constructor, by a static function or
 * by a builder. Two calls of [of] give equal values.
 */
internal object Samples {
    /** Types that are not values, because they do something for an app. */
    val actors = setOf<Class<*>>(ApiAuthorizer::class.java, UserPresence::class.java, FormerLibrary::class.java)

    /**
     * Samples of a type. For a type of the API, these are its constants, those of its subclasses, and what its
     * constructors, factories and builders make.
     */
    fun of(type: Type): List<Any> =
        when (type) {
            is ParameterizedType -> collection(type)
            is WildcardType -> of(type.upperBounds.single())
            is TypeVariable<*> -> of(Any::class.java)
            is Class<*> -> simple[type]?.let(::listOf) ?: made(type)
            else -> error("no sample for $type")
        }

    /**
     * Arguments for a constructor or a function. Each argument is what [given] returns for its type, or else a sample.
     * For a type of the platform, there is no sample: the argument is null.
     */
    fun arguments(
        executable: Executable,
        given: (Class<*>) -> Any? = { null },
    ): Array<Any?> =
        executable.parameterTypes
            .zip(executable.genericParameterTypes) { raw, type ->
                given(raw) ?: if (isForeign(raw)) null else of(type).first()
            }.toTypedArray()

    /** Makes a suspending call with samples as its arguments. Returns its result, or what it throws. */
    suspend fun resultOf(
        instance: Any,
        method: Method,
    ): Any? =
        try {
            suspendCoroutineUninterceptedOrReturn<Any?> { continuation ->
                val own = mapOf<Class<*>, Any>(Continuation::class.java to continuation)
                method.invoke(instance, *arguments(method, own::get))
            }
        } catch (thrown: InvocationTargetException) {
            thrown.targetException
        }

    private val simple: Map<Class<*>, Any> =
        mapOf(
            String::class.java to "text",
            Int::class.java to 1,
            Int::class.javaObjectType to 1,
            Long::class.java to 1L,
            Long::class.javaObjectType to 1L,
            Boolean::class.java to true,
            ByteArray::class.java to byteArrayOf(1),
            // The stream is empty, because every sample reads the same one.
            InputStream::class.java to InputStream.nullInputStream(),
            WebBrowser::class.java to SilentBrowser,
            // A part of a session can have any type.
            Any::class.java to "text",
            // For a suspending function, reflection gives a list's type without the type of its elements.
            List::class.java to emptyList<Any>(),
        )

    /** An exception is equal only to itself, so each is made once. */
    private val exceptions = mutableMapOf<Class<*>, List<Any>>()

    fun isForeign(type: Class<*>): Boolean =
        listOf("dev.cognitoauth.", "java.util.", "[B").none(type.name::startsWith) && type !in simple

    private fun collection(type: ParameterizedType): List<Any> {
        val elements = type.actualTypeArguments.map { of(it) }
        return when (type.rawType) {
            List::class.java -> listOf(elements.single())
            Set::class.java -> listOf(elements.single().toSet())
            Map::class.java -> listOf(mapOf(elements[0].first() to elements[1].first()))
            AuthSessionResult::class.java -> listOf(AuthSessionResult.success(elements.single().first()))
            else -> error("no sample for $type")
        }
    }

    private fun made(type: Class<*>): List<Any> =
        when {
            type.isEnum -> type.enumConstants.toList()
            Modifier.isAbstract(type.modifiers) ->
                ApiDump.classes.filter { it != type && type.isAssignableFrom(it) }.flatMap(::made)
            Throwable::class.java.isAssignableFrom(type) -> exceptions.getOrPut(type) { constructed(type) }
            else -> (constructed(type) + constants(type) + fromFactories(type) + fromBuilder(type))
        }.ifEmpty { error("an app can't make a $type") }

    private fun constructed(type: Class<*>): List<Any> =
        type.constructors
            .filter { !it.isSynthetic }
            .map { it.newInstance(*arguments(it)) }

    /** The instance of a Kotlin object, and constants such as those of `AuthFlowType`. */
    private fun constants(type: Class<*>): List<Any> =
        type.fields.filter { Modifier.isStatic(it.modifiers) && it.type == type }.map { it.get(null) }

    private fun fromFactories(type: Class<*>): List<Any> =
        type.methods
            .filter { Modifier.isStatic(it.modifiers) && it.returnType == type && !it.isSynthetic }
            .map { it.invoke(null, *arguments(it)) }

    private fun fromBuilder(type: Class<*>): List<Any> {
        val builder = type.methods.filter { Modifier.isStatic(it.modifiers) && it.name == "builder" }
        return builder.map { start ->
            val made = start.invoke(null, *arguments(start))
            made.javaClass.getMethod("build").invoke(made)
        }
    }
}
