package dev.psld.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.psld.picture.PictureReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Counts what has become of the photos of a spool. Stateless. */
record Inventory(int done, int failed) {

    /** Photos that are still in the inbox or in work. */
    static long open(Path spool) {
        return files(spool.resolve("inbox")).size() + entries(spool.resolve("working"));
    }

    /**
     * Checks that each photo has exactly one complete result with its original kept, or one failure that holds the photo and
     * says why, and that there is nothing else.
     */
    static Inventory of(Path spool, Map<String, byte[]> dropped) {
        int done = 0;
        int failed = 0;
        for (Map.Entry<String, byte[]> photo : dropped.entrySet()) {
            String name = photo.getKey();
            String stem = name.substring(0, name.lastIndexOf('.'));
            Path result = spool.resolve("done").resolve(stem + ".png");
            Path failure = spool.resolve("failed").resolve(name);
            Path original = spool.resolve("originals").resolve(name);
            assertThat(Files.exists(result) ^ Files.exists(failure))
                    .as("%s has one end: done %s, failed %s", name, Files.exists(result), Files.exists(failure))
                    .isTrue();
            if (Files.exists(result)) {
                done++;
                assertThat(new PictureReader().read(result).width()).isIn(16, 64);
                complete(spool.resolve("done").resolve(stem + ".json"));
                assertThat(original).hasBinaryContent(photo.getValue());
            } else {
                failed++;
                assertThat(failure).hasBinaryContent(photo.getValue());
                assertThat(spool.resolve("failed").resolve(stem + ".error.txt")).isNotEmptyFile();
            }
        }
        assertThat(files(spool.resolve("done"))).as("results and reports").hasSize(2 * done);
        assertThat(files(spool.resolve("originals"))).as("originals").hasSize(done);
        assertThat(files(spool.resolve("failed"))).as("failures").hasSize(2 * failed);
        assertThat(open(spool)).as("left in inbox and working").isZero();
        return new Inventory(done, failed);
    }

    private static void complete(Path report) {
        try {
            assertThat(new ObjectMapper().readTree(report.toFile()).get("samples"))
                    .isNotEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All files below a folder in which an agent may be at work: a walk that loses its way begins anew. */
    static List<Path> files(Path folder) {
        while (true) {
            try (Stream<Path> all = Files.walk(folder)) {
                return all.filter(Files::isRegularFile)
                        .filter(Inventory::counts)
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (UncheckedIOException e) {
                if (!(e.getCause() instanceof NoSuchFileException)) {
                    throw e;
                }
            }
        }
    }

    /** What an agent that was killed at its start left of its look at the folders is empty, hidden, and goes at a later start. */
    private static boolean counts(Path file) {
        return !file.getFileName().toString().matches("\\.probe-.*\\.tmp");
    }

    private static long entries(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Inventory::counts).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
