package dev.cognitoauth.nolibrary

import dev.cognitoauth.AuthFactorType
import dev.cognitoauth.AuthFlowType
import dev.cognitoauth.AuthSignInOptions
import dev.cognitoauth.AuthSignUpOptions
import dev.cognitoauth.AuthUserAttribute
import dev.cognitoauth.AuthUserAttributeKey
import dev.cognitoauth.support.ApiDump
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.DynamicTest.dynamicTest
import org.junit.jupiter.api.Tag
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory
import java.lang.reflect.Method

/** Checks every builder of a value: each setting makes a difference, and the order of the settings makes none. */
@Tag("no-library")
class BuildersTest {
    private val builders =
        ApiDump.classes.filter {
            it.simpleName == "Builder" && !it.declaringClass.isInterface && it.declaringClass !in Samples.actors
        }

    /** A setter, and the arguments for it. */
    private class Setting(
        val setter: Method,
        val arguments: List<Any>,
    ) {
        fun on(builder: Any): Any = setter.invoke(builder, *arguments.toTypedArray())

        override fun toString(): String = "${setter.name}$arguments"
    }

    @Test
    fun theApiDumpListsTheBuilders() = assertTrue(builders.size > 12, "only ${builders.size} builders")

    @TestFactory
    fun everySettingMakesADifference(): List<DynamicTest> =
        builders.flatMap { builder ->
            settersOf(builder).map { setter ->
                dynamicTest("${builder.declaringClass.simpleName}.${setter.name}") {
                    assertTrue(settingsOf(setter).any { built(builder, it) != built(builder) })
                }
            }
        }

    @TestFactory
    fun theOrderOfTwoSettingsMakesNoDifference(): List<DynamicTest> =
        builders.map { builder ->
            dynamicTest(builder.declaringClass.simpleName) {
                val settings = settersOf(builder).flatMap(::settingsOf)
                for (first in settings) {
                    for (second in settings.filter { it.setter != first.setter }) {
                        assertEquals(built(builder, first, second), built(builder, second, first), "$first $second")
                    }
                }
            }
        }

    @Test
    fun aPreferredFactorStaysWhicheverFlowIsSet() {
        fun flow(set: AuthSignInOptions.Builder.() -> Unit) =
            AuthSignInOptions
                .builder()
                .apply(set)
                .build()
                .authFlowType
        val expected = AuthFlowType.userAuth(AuthFactorType.EMAIL_OTP)
        for (other in listOf(
            AuthFlowType.USER_AUTH,
            AuthFlowType.USER_SRP_AUTH,
            AuthFlowType.userAuth(AuthFactorType.SMS_OTP),
        )) {
            assertEquals(expected, flow { preferredFirstFactor(AuthFactorType.EMAIL_OTP).authFlowType(other) })
            assertEquals(expected, flow { authFlowType(other).preferredFirstFactor(AuthFactorType.EMAIL_OTP) })
        }
        assertEquals("USER_AUTH(EMAIL_OTP)", "$expected")
        assertEquals("USER_AUTH", "${AuthFlowType.USER_AUTH}")
    }

    @Test
    fun anAddedAttributeJoinsTheListAndReplacesOneWithTheSameKey() {
        val (email, name) = AuthUserAttributeKey.email() to AuthUserAttributeKey.name()
        val list = listOf(AuthUserAttribute(email, "of the list"), AuthUserAttribute(name, "Ana"))

        fun built(set: AuthSignUpOptions.Builder.() -> Unit) =
            AuthSignUpOptions
                .builder()
                .apply(set)
                .build()
                .userAttributes
        val expected = listOf(AuthUserAttribute(name, "Ana"), AuthUserAttribute(email, "single"))
        assertEquals(expected, built { userAttribute(email, "single").userAttributes(list) })
        assertEquals(expected, built { userAttributes(list).userAttribute(email, "single") })
        assertEquals(list, built { userAttributes(expected).userAttributes(list) })
    }

    /** The builder's setters, without those that take a type of Android: such a type has no sample. */
    private fun settersOf(builder: Class<*>): List<Method> =
        builder.declaredMethods.filter {
            it.returnType == builder && !it.isSynthetic &&
                argumentsOf(it).none(List<Any>::isEmpty)
        }

    private fun argumentsOf(setter: Method): List<List<Any>> =
        setter.parameterTypes.zip(setter.genericParameterTypes) { raw, type ->
            if (Samples.isForeign(raw)) emptyList() else Samples.of(type)
        }

    /** A setting for each sample of the setter's first argument. */
    private fun settingsOf(setter: Method): List<Setting> {
        val arguments = argumentsOf(setter)
        val others = arguments.drop(1).map { it.first() }
        return arguments.first().map { Setting(setter, listOf(it) + others) }
    }

    private fun built(
        builder: Class<*>,
        vararg settings: Setting,
    ): Any {
        val start = builder.declaringClass.methods.single { it.name == "builder" }
        val begun = start.invoke(null, *Samples.arguments(start))
        settings.forEach { it.on(begun) }
        return builder.getMethod("build").invoke(begun)
    }
}
