package dev.psld.faults;

import dev.psld.picture.Picture;
import dev.psld.picture.PictureWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Photos as users drop them: whole by a rename, or slowly under their own name. Remembers the bytes of each. */
final class Drops {
    private final Path spool;
    private final Path elsewhere;
    private final SplittableRandom random;
    private final SortedMap<String, byte[]> dropped = new TreeMap<>();

    /** @param elsewhere a folder on the same file system, outside the spool */
    Drops(Path spool, Path elsewhere, long seed) {
        this.spool = spool;
        this.elsewhere = elsewhere;
        this.random = new SplittableRandom(seed);
    }

    /** By {@code task/name}, the bytes that must not be lost. */
    SortedMap<String, byte[]> all() {
        return dropped;
    }

    /** Drops a photo of noise. */
    void photo(String task, String name) {
        byte[] bytes = picture();
        Path inbox = spool.resolve("inbox").resolve(task);
        try {
            Files.createDirectories(inbox);
            if (random.nextInt(4) > 0) {
                Path made = Files.write(elsewhere.resolve("drop.png"), bytes);
                Files.move(made, inbox.resolve(name));
            } else {
                try (OutputStream out = Files.newOutputStream(inbox.resolve(name))) {
                    out.write(bytes, 0, bytes.length / 2);
                    out.flush();
                    pause(20);
                    out.write(bytes, bytes.length / 2, bytes.length - bytes.length / 2);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        dropped.put(task + "/" + name, bytes);
    }

    private byte[] picture() {
        float[] samples = new float[3 * 16 * 16];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) random.nextDouble(-1, 1);
        }
        Path file = elsewhere.resolve("made.png");
        new PictureWriter().overwriting(true).write(Picture.rgb(16, 16, samples), file);
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
