package dev.cognitoauth.android

import org.w3c.dom.Element
import org.xml.sax.ErrorHandler
import org.xml.sax.SAXException
import org.xml.sax.SAXParseException
import java.io.File
import javax.xml.parsers.DocumentBuilderFactory

/** A stand-in for an app's files on Android: preferences are XML, and a damaged file is read as an empty one. */
internal class DesktopFiles(
    private val folder: File,
) : AppFiles {
    override val noBackupFolder = File(folder, "no_backup").apply { mkdirs() }
    override val preferencesFolder = File(folder, "shared_prefs").apply { mkdirs() }

    /** Whether a change of preferences can be written. */
    var isWritable = true

    /** What every file contains, by its path. */
    fun contents(): Map<String, List<Byte>> =
        folder.walk().filter(File::isFile).associate { it.relativeTo(folder).path to it.readBytes().asList() }

    fun preferencesFile(file: String) = File(preferencesFolder, "$file.xml")

    override fun preferences(file: String): Map<String, *> {
        val (xml, backup) = preferencesFile(file).let { it to File(it.path + ".bak") }
        if (backup.exists()) {
            xml.delete()
            check(backup.renameTo(xml))
        }
        if (!xml.exists()) return emptyMap<String, Any>()
        return try {
            val map = parser().parse(xml).documentElement.childNodes
            List(map.length, map::item).filterIsInstance<Element>().associate { it.getAttribute("name") to valueOf(it) }
        } catch (_: SAXException) {
            emptyMap<String, Any>()
        }
    }

    override fun remove(
        file: String,
        keys: Set<String>,
    ): Boolean = isWritable.also { if (it) write(file, preferences(file) - keys) }

    /** Adds entries to a preferences file. */
    fun put(
        file: String,
        vararg entries: Pair<String, Any>,
    ) = write(file, preferences(file) + entries)

    private fun write(
        file: String,
        entries: Map<String, *>,
    ) {
        val lines = entries.map { (key, value) -> "    " + elementOf(key.escaped(), value) + "\n" }
        val map = if (lines.isEmpty()) "<map />\n" else lines.joinToString("", "<map>\n", "</map>\n")
        preferencesFile(file).writeText("<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n$map")
    }

    private fun elementOf(
        key: String,
        value: Any?,
    ): String =
        when (value) {
            is String -> "<string name=\"$key\">${value.escaped()}</string>"
            is Int -> "<int name=\"$key\" value=\"$value\" />"
            is Long -> "<long name=\"$key\" value=\"$value\" />"
            is Boolean -> "<boolean name=\"$key\" value=\"$value\" />"
            else -> error("no form for $value")
        }

    private fun valueOf(element: Element): Any =
        when (val kind = element.tagName) {
            "string" -> element.textContent
            "int" -> element.getAttribute("value").toInt()
            "long" -> element.getAttribute("value").toLong()
            "boolean" -> element.getAttribute("value").toBoolean()
            else -> error("no value for $kind")
        }

    private fun String.escaped() =
        replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;")

    private fun parser() = DocumentBuilderFactory.newInstance().newDocumentBuilder().apply { setErrorHandler(Silent) }

    /** Prints nothing. The parser's own handler would print each error. */
    private object Silent : ErrorHandler {
        override fun warning(exception: SAXParseException) = Unit

        override fun error(exception: SAXParseException) = throw exception

        override fun fatalError(exception: SAXParseException) = throw exception
    }
}
