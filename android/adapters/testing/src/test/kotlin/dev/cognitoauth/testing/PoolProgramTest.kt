package dev.cognitoauth.testing

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir
import java.io.File

/** Where the program of the local pool is found, however it was installed. */
class PoolProgramTest {
    @TempDir
    lateinit var folder: File

    private fun program(path: String) =
        File(folder, path).apply {
            parentFile.mkdirs()
            writeText("#!/bin/sh\n")
            setExecutable(true)
        }

    private fun find(vararg environment: Pair<String, String>) =
        PoolProgram.find(environment = mapOf(*environment), home = folder.path)

    @Test
    fun theVariableComesBeforeThePath() {
        val named = program("named/pool")
        val installed = program("bin/cognito-local-pool")
        assertEquals(named, find("COGNITO_LOCAL_POOL" to named.path, "PATH" to installed.parent))
        assertEquals(installed, find("COGNITO_LOCAL_POOL" to "", "PATH" to installed.parent))
    }

    @Test
    fun thePathIsSearchedInItsOrderAndThenTheFoldersOfCargoAndPip() {
        val pip = program(".local/bin/cognito-local-pool")
        assertEquals(pip, find())
        val cargo = program(".cargo/bin/cognito-local-pool")
        assertEquals(cargo, find("PATH" to ""))
        val first = program("first/cognito-local-pool")
        val second = program("second/cognito-local-pool")
        program("none/cognito-local-pool").setExecutable(false)
        val folders = listOf("${folder.path}/none", "${folder.path}/missing", first.parent, second.parent)
        assertEquals(first, find("PATH" to folders.joinToString(File.pathSeparator)))
    }

    @Test
    fun theErrorForAMissingProgramSaysHowToGetIt() {
        val thrown = assertThrows<IllegalStateException> { find("PATH" to "${folder.path}/empty") }
        for (part in listOf("PATH", "cargo", "npm", "pip", "COGNITO_LOCAL_POOL")) {
            assertTrue(part in thrown.message.orEmpty(), thrown.message)
        }
        assertThrows<IllegalStateException> { find("COGNITO_LOCAL_POOL" to "${folder.path}/gone") }
    }
}
