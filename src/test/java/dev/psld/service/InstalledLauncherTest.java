package dev.psld.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
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
        ProgramCopy program = ProgramCopy.installed(folder.resolve("psld"));
        ProgramCopy.Ended ended = program.run(folder, Map.of("PATH", "/usr/bin:/bin"), "--help");
        assertThat(ended.code()).as(ended.said()).isZero();
        assertThat(ended.said()).contains("install-service").doesNotContain("building");
        assertThat(program.home().resolve("target")).doesNotExist();
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

    /** With a Java beside it that tells how it was called, and natives that a package has unpacked. */
    @ParameterizedTest
    @CsvSource({"native, native", "native-gpu, native-gpu"})
    void what_lies_beside_it_is_taken_before_what_the_machine_has(String folders, String expected) throws Exception {
        Path home = Files.createDirectories(folder.resolve("with space"));
        Files.createDirectories(home.resolve("lib/native"));
        Files.createDirectories(home.resolve("lib/" + folders));
        Files.createDirectories(home.resolve("runtime/bin"));
        Files.copy(Path.of("psld"), home.resolve("psld"));
        Files.writeString(home.resolve("lib/psld.jar"), "");
        Files.writeString(home.resolve("lib/native/libjnidispatch.so"), "");
        Files.writeString(home.resolve("lib/native/libonnxruntime.so"), "");
        Files.writeString(home.resolve("lib/" + folders + "/libonnxruntime.so"), "");
        Files.writeString(home.resolve("runtime/release"), "JAVA_VERSION=\"17.0.1\"\n");
        Path java = Files.writeString(home.resolve("runtime/bin/java"), "#!/bin/sh\necho ort=$PSLD_ORT_LIB \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        ProcessBuilder builder =
                new ProcessBuilder(home.resolve("psld").toString(), "doctor").redirectErrorStream(true);
        builder.environment().remove("PSLD_ORT_LIB");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said)
                .startsWith("ort=" + home + "/lib/" + expected + " ")
                .contains("-Djna.boot.library.path=" + home + "/lib/native --enable-native-access");
    }
}
