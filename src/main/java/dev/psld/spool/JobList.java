package dev.psld.spool;

import dev.psld.job.AgentStatuses;
import dev.psld.job.JobEntry;
import dev.psld.job.JobId;
import dev.psld.job.JobInputs;
import dev.psld.job.JobSettings;
import dev.psld.job.JobState;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Lists the jobs of a spool that have ids: photos that lie in the inbox have none. Stateless and thread-safe. */
final class JobList {
    private final Layout layout;
    private final FileOperations disk;
    private final InstantSource clock;
    private final JobStates states;
    private final JobHistory history;

    JobList(Layout layout, FileOperations disk, InstantSource clock, AgentStatuses statuses) {
        this.layout = layout;
        this.disk = disk;
        this.clock = clock;
        this.states = new JobStates(layout, disk, statuses);
        this.history = new JobHistory(disk, layout);
    }

    /** Those in work, those that wait in the order in which they are due, and the last that ended, the newest first. */
    List<JobEntry> all(int mostEnded) throws IOException {
        List<JobEntry> open = new ArrayList<>();
        List<Submission> waiting = waiting();
        for (ClaimFolder folder : ClaimFolder.all(disk, layout)) {
            job(folder).ifPresent(job -> claimed(job, folder).ifPresent(open::add));
        }
        for (Submission one : waiting) {
            open.add(entry(one.job(), new JobState.Queued()));
        }
        Set<String> known = new TreeSet<>();
        List<JobEntry> all = new ArrayList<>();
        for (JobEntry one : open) {
            if (known.add(one.id())) { // what was claimed between the two looks is in both
                all.add(one);
            }
        }
        for (JobHistory.Line line : history.last(mostEnded)) {
            if (known.add(line.id())) {
                ended(line).ifPresent(all::add);
            }
        }
        return all;
    }

    private List<Submission> waiting() throws IOException {
        return new Submissions(disk, layout, clock)
                .waiting(new ArrayList<>()).stream().sorted(Ready.ORDER).toList();
    }

    private Optional<JobEntry> claimed(JobFile job, ClaimFolder folder) {
        return job.refusal().isPresent() ? Optional.empty() : Optional.of(entry(job, states.claimed(folder, job.id())));
    }

    private static JobEntry entry(JobFile job, JobState state) {
        return new JobEntry(job.id(), job.task(), job.file().text(), Instant.parse(job.arrived()), state);
    }

    private Optional<JobEntry> ended(JobHistory.Line line) {
        return states.ended(line)
                .map(state -> new JobEntry(line.id(), line.task(), line.name(), Instant.parse(line.at()), state));
    }

    /** What a job was given; empty where that is gone. */
    Optional<JobInputs> inputs(String id) throws IOException {
        if (!JobId.matches(id)) {
            return Optional.empty();
        }
        Optional<ClaimFolder> open = open(id);
        if (open.isPresent()) {
            return job(open.get()).flatMap(job -> inputs(open.get(), job));
        }
        Optional<JobHistory.Line> line = history.find(id);
        return line.isPresent() ? inputs(line.get()) : Optional.empty();
    }

    private Optional<ClaimFolder> open(String id) throws IOException {
        Path submitted = layout.submitted().resolve(id);
        return FileOperations.exists(submitted) ? Optional.of(new ClaimFolder(disk, submitted)) : claim(id);
    }

    private Optional<ClaimFolder> claim(String id) throws IOException {
        return ClaimFolder.all(disk, layout).stream()
                .filter(folder -> folder.isOf(id))
                .findFirst();
    }

    private static Optional<JobFile> job(ClaimFolder folder) {
        try {
            return Optional.of(folder.job());
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // ended or taken over meanwhile, or damaged
        }
    }

    private static Optional<JobInputs> inputs(ClaimFolder folder, JobFile job) {
        Path photo = folder.photo(job);
        return FileOperations.isPlainFile(photo)
                ? Optional.of(new JobInputs(
                        job.task(),
                        job.file().text(),
                        photo,
                        plain(folder.companion(Companion.MASK)),
                        plain(folder.companion(Companion.KERNEL)),
                        settings(plain(folder.companion(Companion.SETTINGS)))))
                : Optional.empty();
    }

    private Optional<JobInputs> inputs(JobHistory.Line line) throws IOException {
        Path folder = line.done() ? layout.originals(line.task()) : layout.failed(line.task());
        Optional<RawName> name = line.done() ? line.original() : line.file();
        Optional<Path> photo = name.map(found -> found.in(folder)).filter(FileOperations::isPlainFile);
        if (photo.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new JobInputs(
                line.task(),
                line.name(),
                photo.get(),
                beside(folder, Companion.MASK, name.orElseThrow()),
                beside(folder, Companion.KERNEL, name.orElseThrow()),
                settings(beside(folder, Companion.SETTINGS, name.orElseThrow()))));
    }

    private static Optional<Path> beside(Path folder, Companion kind, RawName photo) throws IOException {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path path : stream) {
                RawName name = RawName.of(path);
                if (Companion.of(name).filter(kind::equals).isPresent() && kind.belongs(name, photo)) {
                    return plain(path);
                }
            }
            return Optional.empty();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return Optional.empty();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private static Optional<Path> plain(Path file) {
        return Optional.of(file).filter(FileOperations::isPlainFile);
    }

    private static JobSettings settings(Optional<Path> file) {
        return file.map(own -> JobSettings.read(own, "the settings of that job"))
                .orElseGet(JobSettings::none);
    }

    /** Where whoever works on a job shows what he has; that it is looked at tells him to. Empty for a job that nobody works on. */
    Optional<Path> follow(String id) throws IOException {
        Optional<Path> view =
                JobId.matches(id) ? claim(id).map(folder -> folder.path().resolve(ClaimFolder.VIEW)) : Optional.empty();
        if (view.isPresent()) {
            try {
                if (!FileOperations.exists(view.get())) {
                    Files.createDirectory(view.get());
                }
                Files.setLastModifiedTime(view.get(), FileTime.from(clock.instant()));
            } catch (IOException e) {
                return Optional.empty(); // taken over just now, or ended, or not ours to write
            }
        }
        return view;
    }
}
