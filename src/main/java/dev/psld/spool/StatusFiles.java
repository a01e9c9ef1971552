package dev.psld.spool;

import dev.psld.job.AgentStatuses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What agents say of themselves, in {@code control/status-NAME.json}. Thread-safe, one writer for each name. */
public final class StatusFiles implements AgentStatuses {
    private static final String FORM = "status-[A-Za-z0-9._-]+\\.json";

    private final Path folder;
    private final FileOperations disk = new FileOperations();

    /** @param root of the spool */
    public StatusFiles(Path root) {
        this.folder = root.resolve("control");
    }

    @Override
    public void write(String agent, Object status) {
        Path file = file(agent);
        if (!file.getFileName().toString().matches(FORM)) {
            throw new IllegalArgumentException("an agent cannot be called “" + agent + "”");
        }
        try {
            disk.write(file, SpoolJson.bytes(status), false);
        } catch (IOException e) {
            throw DiskFailure.of("The status cannot be written to " + file, e);
        }
    }

    @Override
    public void remove(String agent) {
        try {
            disk.delete(file(agent));
        } catch (IOException e) {
            // It is read as that of a silent agent.
        }
    }

    @Override
    public void removeSilent(String agent, Duration longest) {
        try (Stream<Path> all = Files.list(folder)) {
            Instant oldest = Files.getLastModifiedTime(file(agent)).toInstant().minus(longest);
            for (Path file : all.toList()) {
                if (file.getFileName().toString().matches("\\.?" + FORM + "(\\.tmp)?")
                        && Files.getLastModifiedTime(file).toInstant().isBefore(oldest)) {
                    disk.delete(file);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // At the next time then.
        }
    }

    private Path file(String agent) {
        return folder.resolve("status-" + agent + ".json");
    }

    @Override
    public <T> List<T> read(Class<T> form) {
        List<T> statuses = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.sorted().toList()) {
                if (file.getFileName().toString().matches(FORM)) {
                    read(file, form, statuses);
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (UncheckedIOException e) {
            throw DiskFailure.of("The statuses in " + folder + " cannot be read", Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw DiskFailure.of("The statuses in " + folder + " cannot be read", e);
        }
        return statuses;
    }

    private static <T> void read(Path file, Class<T> form, List<T> statuses) {
        try {
            statuses.add(SpoolJson.read(file, form));
        } catch (IOException e) {
            // Of another version, or being removed.
        }
    }
}
