import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jetbrains.kotlin.abi.tools.AbiFilters;
import org.jetbrains.kotlin.abi.tools.AbiTools;

/** Prints the public API of compiled Kotlin classes: {@code Dump FOLDER}. */
final class Dump {
    public static void main(String[] arguments) throws IOException {
        StringBuilder dump = new StringBuilder();
        AbiTools tools = AbiTools.Companion.getInstance(AbiTools.class.getClassLoader());
        tools.printJvmDump(dump, classes(Path.of(arguments[0])), AbiFilters.Companion.getEMPTY());
        System.out.print(dump);
    }

    private static List<File> classes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .sorted()
                    .map(Path::toFile)
                    .collect(Collectors.toList());
        }
    }
}
