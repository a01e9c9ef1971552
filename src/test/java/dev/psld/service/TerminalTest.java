package dev.psld.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the launcher tells the program of its terminal: a true one, that {@code script} (of bsdutils, which every Debian has) makes. */
@EnabledOnOs(OS.LINUX)
class TerminalTest {
    @TempDir
    private Path folder;

    private Path launcher = Path.of("");

    /** A program whose Java tells how it was called. */
    @BeforeEach
    void prepare() throws IOException {
        Files.createDirectory(folder.resolve("lib"));
        Files.writeString(folder.resolve("lib/psld.jar"), "");
        launcher = Files.copy(Path.of("psld"), folder.resolve("psld"));
        Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
        Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"17.0.1\"\n");
        Files.writeString(java, "#!/bin/sh\nfor word; do echo \"$word\"; done >\"$TOLD\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @ParameterizedTest
    @CsvSource({
        // set in the environment; how the launcher is called; bar, colours, columns
        "TERM=xterm,, true, true, 20",
        "TERM=xterm NO_COLOR=1,, true, false, 20",
        "TERM=xterm NO_COLOR=,, true, true, 20", // no-color.org: when present and not empty
        "TERM=dumb,, false, false, 80",
        "TERM=,, false, false, 80",
        "TERM=xterm, >/dev/null, true, false, 20",
        "TERM=xterm, 2>/dev/null, false, false, 80",
        "TERM=xterm, | cat, true, false, 20",
        "TERM=xterm, </dev/null, true, true, 20"
    })
    void is_seen_as_it_is(String environment, String redirection, boolean bar, boolean colours, int columns)
            throws Exception {
        Path told = folder.resolve("told");
        String more = redirection == null ? "" : redirection;
        String line = "stty cols 20; env " + environment + " '" + launcher + "' restore " + more;
        ProgramCopy.Ended ended = ProgramCopy.run(
                List.of("script", "-q", "-e", "-c", line, "/dev/null"),
                folder,
                Map.of("JAVA_HOME", folder.resolve("jdk").toString(), "TOLD", told.toString()));
        assertThat(ended.code()).as(ended.said()).isZero();
        assertThat(Files.readAllLines(told))
                .contains("-Dpsld.bar=" + bar, "-Dpicocli.ansi=" + colours, "-Dpsld.columns=" + columns);
    }

    @Test
    void no_terminal_gets_neither_bar_nor_colours() throws Exception {
        Path told = folder.resolve("told");
        ProgramCopy.run(
                List.of(launcher.toString(), "restore"),
                folder,
                Map.of("JAVA_HOME", folder.resolve("jdk").toString(), "TOLD", told.toString(), "TERM", "xterm"));
        assertThat(Files.readAllLines(told)).contains("-Dpsld.bar=false", "-Dpicocli.ansi=false", "-Dpsld.columns=80");
    }
}
