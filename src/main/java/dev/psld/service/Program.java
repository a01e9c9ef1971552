package dev.psld.service;

import dev.psld.file.OutputException;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The program as it lies in a folder, built from sources or installed: launcher, jars, models, what it brings of natives and Java. Immutable. */
final class Program {
    private final Path home;
    private final List<Path> jars;

    private Program(Path home, List<Path> jars) {
        this.home = home;
        this.jars = jars;
    }

    /**
     * The program of a folder.
     *
     * @throws OutputException where there is none that is built
     */
    static Program in(Path home) {
        Path installed = home.resolve("lib");
        Path built = home.resolve("target/launch");
        try {
            if (Files.isRegularFile(home.resolve("psld")) && Files.isRegularFile(installed.resolve("psld.jar"))) {
                return new Program(home, list(installed, ".jar"));
            }
            if (Files.isRegularFile(home.resolve("psld")) && Files.isRegularFile(built.resolve("psld.jar"))) {
                List<Path> jars = new ArrayList<>(List.of(built.resolve("psld.jar")));
                String classpath = Files.readString(built.resolve("classpath")).strip();
                Pattern.compile(":").splitAsStream(classpath).map(Path::of).forEach(jars::add);
                return new Program(home, jars);
            }
        } catch (IOException e) {
            throw new OutputException("the program in " + home + " cannot be read: " + e.getMessage(), e);
        }
        throw new OutputException("there is no built program in " + home.toAbsolutePath()
                + ": run ‘./psld --version’ in the folder of its sources once, or name another folder with --from");
    }

    /** Its files for a folder; the launcher there runs what is in lib and builds nothing. */
    List<InstalledFile> files(Path prefix) {
        Map<Path, InstalledFile> items = new LinkedHashMap<>();
        add(items, InstalledFile.copy(prefix.resolve("psld"), home.resolve("psld"), true));
        for (Path jar : jars) {
            add(items, InstalledFile.copy(prefix.resolve("lib").resolve(jar.getFileName()), jar, false));
        }
        for (String folder : List.of("onnx", "lib/native", "lib/native-gpu", "runtime")) {
            addAll(items, prefix, Path.of(folder));
        }
        return List.copyOf(items.values());
    }

    /** Whatever is in a folder, with the files that may be run; nothing where there is none, as beside sources. */
    private void addAll(Map<Path, InstalledFile> items, Path prefix, Path folder) {
        Path from = home.resolve(folder);
        if (!Files.isDirectory(from)) {
            return;
        }
        try (Stream<Path> all = Files.walk(from, FileVisitOption.FOLLOW_LINKS)) {
            all.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".jsa")) // of where it lies
                    .sorted()
                    .forEach(file -> add(
                            items,
                            InstalledFile.copy(
                                    prefix.resolve(home.relativize(file)),
                                    file,
                                    !folder.startsWith("onnx") && Files.isExecutable(file))));
        } catch (IOException e) {
            throw new OutputException("the files in " + from + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void add(Map<Path, InstalledFile> items, InstalledFile item) {
        if (items.put(item.place(), item) != null) {
            throw new OutputException("two files of the program have the name "
                    + item.place().getFileName() + ": build it again with ‘./psld test’");
        }
    }

    private static List<Path> list(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(suffix)).sorted().toList();
        }
    }
}
