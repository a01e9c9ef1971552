package dev.psld.fleet;

import dev.psld.job.CompanionName;
import dev.psld.job.HeldJob;
import dev.psld.job.JobException;
import dev.psld.job.JobInputs;
import dev.psld.job.JobSettings;
import dev.psld.job.Printable;
import dev.psld.job.QueueException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What this machine has of a fleet's files, in a folder that may be lost at any time: the store has them all. Several agents may
 * share it. Thread-safe.
 */
final class LocalFiles {
    private static final Duration OLD = Duration.ofDays(3);

    private final Path root;
    private final ObjectFiles store;

    LocalFiles(Path root, ObjectFiles store) {
        this.root = root;
        this.store = store;
    }

    Path photo(FleetJob job) {
        return input(job, job.files().get(0));
    }

    private Path input(FleetJob job, StoredFile file) {
        return root.resolve("inputs")
                .resolve(job.id())
                .resolve(HeldJob.STEM + file.suffix().toLowerCase(Locale.ROOT));
    }

    /** Mask or kernel, where the job has one. */
    Optional<Path> companion(FleetJob job, CompanionName.Kind kind) {
        String suffix = CompanionName.usual(kind);
        return job.files().stream()
                .skip(1)
                .filter(file -> file.suffix().equals(suffix))
                .findFirst()
                .map(file -> input(job, file));
    }

    /** @throws JobException when they cannot be used */
    JobSettings settings(FleetJob job) {
        if (job.settings().isEmpty()) {
            return JobSettings.none();
        }
        Path file = root.resolve("inputs").resolve(job.id()).resolve(HeldJob.STEM + ".json");
        try {
            Files.createDirectories(file.resolveSibling("."));
            replace(file, job.settings().get().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw trouble(file, e);
        }
        return JobSettings.read(file, Printable.of(job.name()) + ".json");
    }

    /** Gets what a job was given. @return whether all of it is there */
    boolean fetch(FleetJob job) {
        for (StoredFile file : job.files()) {
            Path to = input(job, file);
            if (!Files.exists(to) && !store.fetch(file.object(), to)) {
                return false;
            }
        }
        return true;
    }

    JobInputs inputs(FleetJob job) {
        return new JobInputs(
                job.task(),
                job.name(),
                photo(job),
                companion(job, CompanionName.Kind.MASK),
                companion(job, CompanionName.Kind.KERNEL),
                settings(job));
    }

    Path results(String id) {
        return root.resolve("results").resolve(id);
    }

    /** Where the picture of a job is, or would be. */
    Path picture(FleetJob job, Ending ending) {
        return results(job.id()).resolve(job.stem() + last(ending.files()).suffix());
    }

    static StoredFile last(List<StoredFile> files) {
        return files.get(files.size() - 1);
    }

    /** The same, got where it is not here. */
    Path fetchPicture(FleetJob job, Ending ending) {
        Path to = picture(job, ending);
        if (!Files.exists(to) && !store.fetch(last(ending.files()).object(), to)) {
            return to; // kept no longer
        }
        return to;
    }

    /** What was staged as the picture. */
    void keep(Path picture, Path as) {
        try {
            Files.createDirectories(as.resolveSibling("."));
            Files.move(picture, as, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException e) {
            // It is there already, or fetched by who wants it.
        } catch (IOException e) {
            throw trouble(as, e);
        }
    }

    /** A folder of one attempt alone, empty. */
    Path work(String id) {
        Path made = root.resolve("work").resolve(id + "." + UUID.randomUUID());
        try {
            Files.createDirectories(made.resolve("out"));
            Files.createDirectories(made.resolve("checkpoint"));
        } catch (IOException e) {
            throw trouble(made, e);
        }
        return made;
    }

    /** Where a job is shown to those of this machine who follow it. */
    Path view(String id) {
        return root.resolve("views").resolve(id);
    }

    /** Keeps what a job in work needs from being swept, however long it takes. */
    void inUse(Path work, String id, Instant now) {
        for (Path folder : List.of(work, root.resolve("inputs").resolve(id))) {
            try {
                Files.setLastModifiedTime(folder, FileTime.from(now));
            } catch (IOException e) {
                // Then it is young enough, or not there.
            }
        }
    }

    void dropInputs(String id) {
        drop(root.resolve("inputs").resolve(id));
        drop(view(id));
    }

    /** Removes a folder, or what can be removed of it. */
    static void drop(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(one);
            }
        } catch (IOException | UncheckedIOException e) {
            // It is swept.
        }
    }

    /** Results of earlier jobs but the last few: whoever wants them gets them from the store. */
    void keepFew(int most) {
        Path folder = root.resolve("results");
        try (Stream<Path> all = Files.list(folder)) {
            all.sorted(Comparator.comparing(LocalFiles::modified).reversed())
                    .skip(most)
                    .forEach(LocalFiles::drop);
        } catch (IOException | UncheckedIOException e) {
            // Nothing there yet.
        }
    }

    void sweep(Instant now) {
        for (String kind : List.of("inputs", "results", "work", "views")) {
            try (Stream<Path> all = Files.list(root.resolve(kind))) {
                all.filter(one -> modified(one).toInstant().isBefore(now.minus(OLD)))
                        .forEach(LocalFiles::drop);
            } catch (IOException | UncheckedIOException e) {
                // Nothing there yet.
            }
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(Long.MAX_VALUE); // going just now
        }
    }

    private static void replace(Path file, byte[] bytes) throws IOException {
        Path made = file.resolveSibling("." + UUID.randomUUID() + ".part");
        Files.write(made, bytes);
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static QueueException trouble(Path file, IOException e) {
        return new QueueException(file + " cannot be written: " + e.getMessage() + ".", e);
    }
}
