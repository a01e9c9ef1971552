package dev.psld.spool;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of a claim. Its name is the fence: whoever takes the claim over renames it, and nothing that its former holder
 * does by the old name reaches it any more. Thread-safe as long as one thread writes.
 */
final class ClaimFolder {
    static final String JOB = "job.json";
    static final String LEASE = "lease.json";
    static final String OUT = "out";
    static final String CHECKPOINT = "checkpoint";

    /** There where somebody follows the job. */
    static final String VIEW = "view";

    /** Ending of the name of a folder that holds nothing of worth any more. */
    static final String GONE = ".gone";

    private static final Pattern GENERATION = Pattern.compile("(.+?)(?:\\.(\\d+))?");

    private final FileOperations disk;
    private final Path path;

    ClaimFolder(FileOperations disk, Path path) {
        this.disk = disk;
        this.path = path;
    }

    /** All that are there, oldest first. */
    static List<ClaimFolder> all(FileOperations disk, Layout layout) throws IOException {
        try (Stream<Path> inside = Files.list(layout.working())) {
            return inside.filter(p -> Files.isDirectory(p, LinkOption.NOFOLLOW_LINKS))
                    .filter(p -> !p.toString().endsWith(GONE))
                    .sorted()
                    .map(p -> new ClaimFolder(disk, p))
                    .toList();
        }
    }

    /** Whether it is the claim on the job of this id, whoever took it over. */
    boolean isOf(String id) {
        Matcher name = GENERATION.matcher(path.getFileName().toString());
        return name.matches() && id.equals(name.group(1));
    }

    Path path() {
        return path;
    }

    Path photo(JobFile job) {
        return path.resolve(job.inside());
    }

    Path companion(Companion kind) {
        return path.resolve(kind.inside());
    }

    Path out() {
        return path.resolve(OUT);
    }

    /** @throws JsonProcessingException when it is damaged */
    JobFile job() throws IOException {
        return SpoolJson.read(path.resolve(JOB), JobFile.class);
    }

    void write(JobFile job) throws IOException {
        disk.write(path.resolve(JOB), SpoolJson.bytes(job), true);
    }

    /** Empty when there is none, or a damaged one. */
    Optional<Lease> lease() {
        try {
            return Optional.of(SpoolJson.read(path.resolve(LEASE), Lease.class));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Not synced: after a power cut no lease is worth anything. */
    void write(Lease lease) throws IOException {
        disk.write(path.resolve(LEASE), SpoolJson.bytes(lease), false);
    }

    /** Moves what goes along with the photo out of its folder, as far as it has not been moved. */
    void takeCompanions(JobFile job, Path inbox) throws IOException {
        for (Map.Entry<Companion, RawName> one : job.companions().entrySet()) {
            if (FileOperations.exists(companion(one.getKey()))) {
                continue;
            }
            try {
                disk.rename(one.getValue().in(inbox), companion(one.getKey()));
            } catch (NoSuchFileException e) {
                if (!FileOperations.exists(path)) {
                    throw e;
                }
                // Taken away meanwhile, or by a photo of the same stem.
            }
        }
    }

    /** An empty staging folder, and one for checkpoints. */
    void prepare() throws IOException {
        if (FileOperations.exists(out())) {
            disk.deleteTree(out());
        }
        disk.makeNewFolder(out());
        disk.makeFolder(path.resolve(CHECKPOINT));
    }

    /** Gives the folder its next name, by which it is returned; a NoSuchFileException says that another was faster. */
    ClaimFolder takeOver() throws IOException {
        Matcher name = GENERATION.matcher(path.getFileName().toString());
        int generation = name.matches() && name.group(2) != null ? Integer.parseInt(name.group(2)) : 1;
        Path next = path.resolveSibling(name.group(1) + "." + (generation + 1));
        disk.rename(path, next);
        return new ClaimFolder(disk, next);
    }

    /** Whether another agent has it, as far as its name tells; false when the whole spool has gone. */
    boolean lost() {
        return !FileOperations.exists(path) && FileOperations.exists(path.resolveSibling("."));
    }

    /** Removes the folder; what remains of it after a crash has a name that says that it may go. */
    void drop() throws IOException {
        Path gone = path.resolveSibling(path.getFileName() + GONE);
        try {
            disk.rename(path, gone);
        } catch (NoSuchFileException e) {
            return; // Taken over after its end; the other drops it.
        }
        try {
            disk.deleteTree(gone);
        } catch (IOException e) {
            // Recovery tries again.
        }
    }
}
