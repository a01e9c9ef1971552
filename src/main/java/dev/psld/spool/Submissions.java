package dev.psld.spool;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.psld.job.HeldJob;
import dev.psld.job.JobException;
import dev.psld.job.JobId;
import dev.psld.job.JobSettings;
import dev.psld.job.JobSubmission;
import dev.psld.job.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Jobs that programs submit: a folder each, made under a name that nobody looks at, and in the queue by one rename. Not
 * thread-safe; remembers what it has read, for a submission never changes.
 */
final class Submissions {
    private static final String UNFINISHED = ".new-";
    private static final Duration ABANDONED = Duration.ofDays(1);

    private final FileOperations disk;
    private final Layout layout;
    private final InstantSource clock;
    private final Map<String, Submission> known = new HashMap<>();

    Submissions(FileOperations disk, Layout layout, InstantSource clock) {
        this.disk = disk;
        this.layout = layout;
        this.clock = clock;
    }

    /**
     * Puts a job into the queue.
     *
     * @return its id
     */
    String add(JobSubmission given) throws IOException {
        RawName name = fit(given);
        String id = JobId.next(clock);
        Path made = layout.submitted().resolve(UNFINISHED + id);
        disk.makeFolder(layout.submitted());
        disk.makeNewFolder(made);
        try {
            fill(
                    made,
                    given,
                    new JobFile(
                            id,
                            given.task(),
                            given.priority(),
                            name,
                            HeldJob.STEM + name.suffix().toLowerCase(Locale.ROOT),
                            clock.instant().toString(),
                            1,
                            Map.of(),
                            Optional.empty(),
                            Optional.empty()));
            disk.rename(made, layout.submitted().resolve(id));
        } catch (IOException e) {
            clear(made);
            throw e;
        }
        try {
            disk.syncFolder(layout.submitted());
        } catch (IOException e) {
            // It is in the queue: said to have failed, it would be submitted twice.
        }
        return id;
    }

    private RawName fit(JobSubmission given) {
        if (!layout.settings().tasks().contains(given.task())) {
            throw new JobException("There is no task “" + Printable.of(given.task()) + "”: choose one of "
                    + String.join(", ", layout.settings().sortedTasks()) + ".");
        }
        RawName name =
                new RawName(new String(given.name().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
        if (!EntryKind.isPicture(name)) {
            throw new JobException(Printable.of(given.name()) + ": " + EntryKind.NO_PICTURE);
        }
        return name;
    }

    private void fill(Path made, JobSubmission given, JobFile job) throws IOException {
        disk.copy(given.photo(), made.resolve(job.inside()));
        if (given.mask().isPresent()) {
            disk.copy(given.mask().get(), made.resolve(Companion.MASK.inside()));
        }
        if (given.kernel().isPresent()) {
            disk.copy(given.kernel().get(), made.resolve(Companion.KERNEL.inside()));
        }
        if (!given.settings().equals(JobSettings.none())) {
            disk.write(
                    made.resolve(Companion.SETTINGS.inside()), given.settings().json(), true);
        }
        new Defaults(disk, layout).copy(job.task(), job.priority(), made);
        disk.write(made.resolve(ClaimFolder.JOB), SpoolJson.bytes(job), true); // syncs the folder too
    }

    /** All that wait. One that cannot be read is passed over: {@code troubles} says so. */
    List<Submission> waiting(List<String> troubles) throws IOException {
        List<Submission> all = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (Path folder : folders()) {
            String id = folder.getFileName().toString();
            if (id.startsWith(".")) {
                continue;
            }
            ids.add(id);
            try {
                if (!known.containsKey(id)) {
                    known.put(id, new Submission(folder, new ClaimFolder(disk, folder).job()));
                }
                all.add(known.get(id));
            } catch (NoSuchFileException e) {
                // Taken meanwhile.
            } catch (JsonProcessingException e) {
                troubles.add("submitted/" + Printable.of(id) + " is damaged: look at it, and remove it.");
            }
        }
        known.keySet().retainAll(ids);
        return all;
    }

    /** Removes what a crash left half made. */
    void sweep() throws IOException {
        Instant oldest = clock.instant().minus(ABANDONED);
        for (Path folder : folders()) {
            if (folder.getFileName().toString().startsWith(UNFINISHED)
                    && Files.getLastModifiedTime(folder, LinkOption.NOFOLLOW_LINKS)
                            .toInstant()
                            .isBefore(oldest)) {
                disk.deleteTree(folder);
            }
        }
    }

    private void clear(Path made) {
        try {
            disk.deleteTree(made);
        } catch (IOException e) {
            // It is swept.
        }
    }

    private List<Path> folders() throws IOException {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(layout.submitted())) {
            stream.forEach(all::add);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return all;
    }
}
