package dev.psld.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a folder without sources. */
class InstalledLauncherTest {
    @TempDir
    private Path folder;

    @Test
    void runs_the_jars_of_lib_and_never_builds() throws Exception {
        Path home = Files.createDirectories(folder.resolve("psld"));
        Path lib = Files.createDirectories(home.resolve("lib"));
        Files.copy(Path.of("psld"), home.resolve("psld"));
        jar(Path.of("target/classes"), lib.resolve("psld.jar"));
        for (String entry : System.getProperty("java.class.path", "").split(":", -1)) {
            if (entry.contains("picocli") || entry.contains("jackson")) {
                Files.copy(Path.of(entry), lib.resolve(Path.of(entry).getFileName()));
            }
        }
        ProcessBuilder builder =
                new ProcessBuilder(home.resolve("psld").toString(), "--help").redirectErrorStream(true);
        builder.environment().put("PATH", "/usr/bin:/bin");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home", ""));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        assertThat(said).contains("install-service").doesNotContain("building");
        assertThat(home.resolve("target")).doesNotExist();
    }

    private static void jar(Path classes, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out);
                Stream<Path> all = Files.walk(classes)) {
            List<Path> files = all.filter(Files::isRegularFile).toList();
            for (Path file : files) {
                entries.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, entries);
                entries.closeEntry();
            }
        }
    }
}
