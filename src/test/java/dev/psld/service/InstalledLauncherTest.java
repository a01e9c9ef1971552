package dev.psld.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /** With a Java that tells how it was called. */
    @ParameterizedTest
    @CsvSource({
        "agent, POSIX, C.UTF-8, -XX:MaxRAMPercentage=25, -XX:TieredStopAtLevel=1",
        "restore, C.utf8, C.utf8, -XX:TieredStopAtLevel=1, -XX:MaxRAMPercentage=25",
        "restore, xx_XX.UTF-8, C.UTF-8, -XX:TieredStopAtLevel=1, -XX:MaxRAMPercentage=25"
    })
    void the_agent_runs_for_months_and_names_are_read_as_utf8(
            String verb, String locale, String expected, String flag, String otherFlag) throws Exception {
        Path home = Files.createDirectories(folder.resolve("psld"));
        Files.createDirectories(home.resolve("lib"));
        Files.copy(Path.of("psld"), home.resolve("psld"));
        Files.writeString(home.resolve("lib/psld.jar"), "");
        Files.writeString(home.resolve("lib/a.jar"), "");
        Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
        Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"17.0.1\"\n");
        Files.writeString(java, "#!/bin/sh\necho locale=$LC_ALL \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        ProcessBuilder builder =
                new ProcessBuilder(home.resolve("psld").toString(), verb, "--x", "a b").redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        builder.environment().put("LC_ALL", locale);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said)
                .startsWith("locale=" + expected + " ")
                .contains(
                        flag,
                        "-cp " + home + "/lib/psld.jar:" + home + "/lib/a.jar dev.psld.cli.Psld " + verb + " --x a b")
                .doesNotContain(otherFlag);
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
