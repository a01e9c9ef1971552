package dev.psld.service;

import dev.psld.file.TemporaryFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** The launcher with the program that is under test, in a folder of its own. Used by one thread. */
public record ProgramCopy(Path home) {
    /** What a process printed, both streams together, and its exit code. */
    public record Ended(int code, String said) {}

    /** As an installation leaves it: jars in {@code lib}, no sources. */
    public static ProgramCopy installed(Path home) throws IOException {
        Path lib = Files.createDirectories(home.resolve("lib"));
        jar(lib.resolve("psld.jar"));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        String.join(
                                " ",
                                libraries().stream()
                                        .map(l -> l.toUri().toString())
                                        .toList()));
        new JarOutputStream(Files.newOutputStream(lib.resolve("libraries.jar")), manifest)
                .close(); // and no copies of them
        return launcher(home);
    }

    /** As a checkout is after its first build. */
    public static ProgramCopy checkout(Path home) throws IOException {
        Path launch = Files.createDirectories(home.resolve("target/launch"));
        Files.createDirectories(home.resolve("src/main"));
        Files.createDirectories(home.resolve("systemd"));
        Files.createDirectories(home.resolve("config"));
        Files.writeString(home.resolve("pom.xml"), "");
        jar(launch.resolve("psld.jar"));
        Files.writeString(
                launch.resolve("classpath"),
                String.join(":", libraries().stream().map(Path::toString).toList()));
        Files.writeString(launch.resolve("built"), "");
        Files.setLastModifiedTime(
                launch.resolve("built"), FileTime.from(Instant.now().plusSeconds(5)));
        return launcher(home);
    }

    private static ProgramCopy launcher(Path home) throws IOException {
        Files.copy(Path.of("psld"), home.resolve("psld"));
        return new ProgramCopy(home);
    }

    private static List<Path> libraries() {
        return Stream.of(System.getProperty("java.class.path", "").split(":", -1))
                .filter(entry -> entry.endsWith(".jar"))
                .map(Path::of)
                .toList();
    }

    public Ended run(Path folder, String... words) throws Exception {
        return run(folder, Map.of(), words);
    }

    /** Runs the launcher in a folder. */
    public Ended run(Path folder, Map<String, String> environment, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(home.resolve("psld").toString()));
        command.addAll(List.of(words));
        return run(command, folder, environment);
    }

    /** Runs any command with the Java of this test. */
    public static Ended run(List<String> command, Path folder, Map<String, String> environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home", ""));
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(environment);
        try (TemporaryFolder logs = TemporaryFolder.temporary()) {
            Path log = logs.resolve("log");
            Process process = builder.redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(log.toFile())
                    .start();
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException(command + " does not end: " + text(log));
            }
            return new Ended(process.exitValue(), text(log));
        }
    }

    private static String text(Path log) throws IOException {
        return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    }

    private static void jar(Path jar) throws IOException {
        Path classes = Path.of("target/classes");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out);
                Stream<Path> all = Files.walk(classes)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                entries.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, entries);
                entries.closeEntry();
            }
        }
    }
}
