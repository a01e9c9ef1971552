package dev.psld.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** {@code psld web} in a process of its own, as a user would start it. Closing it kills the process. */
final class PageProcess implements AutoCloseable {
    private static final Pattern PLACE = Pattern.compile("the page is at http://127\\.0\\.0\\.1:(\\d+)/");

    private final Path log;
    private final Process process;
    private final int port;

    /** @param port 0 for any that is free */
    PageProcess(Path spool, int port, Path log, String... settings) throws IOException {
        this.log = log;
        List<String> more =
                new ArrayList<>(List.of("web", "--port", String.valueOf(port), "--spool", spool.toString()));
        for (String setting : settings) {
            more.addAll(List.of("--set", setting));
        }
        process = start(log, more);
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .failFast("it has ended: " + log, () -> !process.isAlive())
                .until(() -> PLACE.matcher(log()).find());
        Matcher place = PLACE.matcher(log());
        this.port = place.find() ? Integer.parseInt(place.group(1)) : 0;
    }

    private static Process start(Path log, List<String> words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.psld.cli.Psld"));
        command.addAll(words);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** A command of the program to its end, which must be a good one. */
    static void run(Path log, String... words) throws IOException, InterruptedException {
        Process process = start(log, List.of(words));
        if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException(Files.readString(log));
        }
    }

    String log() throws IOException {
        return Files.exists(log) ? Files.readString(log) : "";
    }

    int port() {
        return port;
    }

    String url() {
        return "http://127.0.0.1:" + port + "/";
    }

    /** As kill -9 does it. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
