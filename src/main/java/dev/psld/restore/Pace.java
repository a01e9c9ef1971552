package dev.psld.restore;

import dev.psld.file.AtomicFile;
import dev.psld.ort.CacheFolder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How long work took on this machine, kept from one run to the next in a file of the cache folder. Thread-safe in one program;
 * of several that write at once one is remembered. What cannot be read or written is done without: it is only an estimate.
 */
final class Pace {
    private final Path file;

    Pace(Path file) {
        this.file = file;
    }

    /** Of this user. */
    static Pace kept() {
        return new Pace(CacheFolder.path().resolve("seconds-per-megapixel.properties"));
    }

    /** Seconds for a million pixels, as the last runs of a kind took; empty where there was none. */
    synchronized OptionalDouble of(String kind) {
        try {
            double seconds = Double.parseDouble(read().getProperty(key(kind), ""));
            return seconds > 0 && Double.isFinite(seconds) ? OptionalDouble.of(seconds) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /** Remembers what a run took: it counts for half, what was known before for the rest. */
    synchronized void took(String kind, double secondsPerMegapixel) {
        OptionalDouble before = of(kind);
        double now = before.isPresent() ? (before.getAsDouble() + secondsPerMegapixel) / 2 : secondsPerMegapixel;
        Properties all = read();
        all.setProperty(key(kind), Double.toString(now));
        String lines = new TreeMap<>(all)
                .entrySet().stream()
                        .map(e -> e.getKey() + "=" + e.getValue() + "\n")
                        .collect(Collectors.joining());
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            AtomicFile.write(file, true, lines.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException | RuntimeException e) {
            // the next estimate is measured again
        }
    }

    private Properties read() {
        Properties all = new Properties();
        try {
            all.load(new ByteArrayInputStream(Files.readAllBytes(file)));
        } catch (IOException | IllegalArgumentException e) {
            return new Properties();
        }
        return all;
    }

    private static String key(String kind) {
        return kind.replaceAll("[^A-Za-z0-9.]+", "-");
    }
}
