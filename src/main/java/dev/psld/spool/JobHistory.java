package dev.psld.spool;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.psld.job.JobCounts;
import dev.psld.job.QueueException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One line for each job that has ended, in a file per agent and day (UTC). A job that a crash lets end again has two lines
 * with one id. Thread-safe.
 */
final class JobHistory {
    private static final int KEPT_DAYS = 31;

    /**
     * One line.
     *
     * @param at ISO 8601
     * @param file name of the picture in {@code done/}, or of the photo in {@code failed/}; older lines have none
     * @param original name of the photo in {@code originals/}, where it is kept; older lines have none
     * @param reason why it failed
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Line(
            String id,
            boolean done,
            String task,
            String name,
            String at,
            Optional<RawName> file,
            Optional<RawName> original,
            Optional<String> reason) {}

    private final FileOperations disk;
    private final Path folder;

    JobHistory(FileOperations disk, Layout layout) {
        this.disk = disk;
        this.folder = layout.ledgers();
    }

    /**
     * Adds a line.
     *
     * @param file where the picture or the failed photo has got its name
     * @param original where the photo of one that is done has got its name
     * @param reason why it failed, empty for one that is done
     */
    void add(String agent, JobFile job, RawName file, Optional<RawName> original, Optional<String> reason, Instant at)
            throws IOException {
        Line line = new Line(
                job.id(),
                reason.isEmpty(),
                job.task(),
                job.file().text(),
                at.toString(),
                Optional.of(file),
                original,
                reason);
        String text = "\n" + new String(SpoolJson.bytes(line), StandardCharsets.UTF_8) + "\n";
        disk.append(
                folder.resolve(LocalDate.ofInstant(at, ZoneOffset.UTC) + "-" + agent + ".jsonl"),
                text.getBytes(StandardCharsets.UTF_8));
    }

    /** The last line of a job. */
    Optional<Line> find(String id) throws IOException {
        Optional<Line> found = Optional.empty();
        for (Path file : files()) {
            for (Line line : lines(file)) {
                if (line.id().equals(id)) {
                    found = found.filter(other -> other.at().compareTo(line.at()) > 0)
                            .or(() -> Optional.of(line));
                }
            }
        }
        return found;
    }

    /** The jobs that ended last, the newest first. */
    List<Line> last(int most) throws IOException {
        Map<String, Line> byId = new TreeMap<>();
        List<Path> newest = files().stream()
                .sorted(Comparator.comparing((Path file) -> date(file).orElseThrow())
                        .reversed())
                .toList();
        LocalDate day = LocalDate.MAX;
        for (Path file : newest) {
            LocalDate its = date(file).orElseThrow();
            if (byId.size() >= most && its.isBefore(day)) {
                break;
            }
            day = its;
            lines(file)
                    .forEach(line -> byId.merge(
                            line.id(), line, (one, other) -> one.at().compareTo(other.at()) > 0 ? one : other));
        }
        return byId.values().stream()
                .sorted(Comparator.comparing((Line line) -> Instant.parse(line.at()))
                        .reversed())
                .limit(most)
                .toList();
    }

    /** @throws QueueException when it cannot be read */
    JobCounts day(Instant now, ZoneId zone) {
        try {
            return count(now, zone);
        } catch (UncheckedIOException e) {
            throw DiskFailure.of("The ledgers in " + folder + " cannot be read", Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw DiskFailure.of("The ledgers in " + folder + " cannot be read", e);
        }
    }

    private JobCounts count(Instant now, ZoneId zone) throws IOException {
        LocalDate today = LocalDate.ofInstant(now, zone);
        Instant from = today.atStartOfDay(zone).toInstant();
        Instant to = today.plusDays(1).atStartOfDay(zone).toInstant();
        Map<String, Line> byId = new TreeMap<>();
        for (Path file : files()) {
            LocalDate date = date(file).orElseThrow();
            if (date.isBefore(today.minusDays(1)) || date.isAfter(today.plusDays(1))) {
                continue;
            }
            for (Line line : lines(file)) {
                Instant at = Instant.parse(line.at());
                if (!at.isBefore(from) && at.isBefore(to)) {
                    byId.put(line.id(), line);
                }
            }
        }
        int done = (int) byId.values().stream().filter(Line::done).count();
        return new JobCounts(done, byId.size() - done);
    }

    /** A line cut off by a full disk counts for nothing; a file may have been swept meanwhile. */
    private static List<Line> lines(Path file) throws IOException {
        try {
            return new String(FileOperations.read(file), StandardCharsets.UTF_8)
                    .lines()
                    .flatMap(text -> line(text).stream())
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static Optional<Line> line(String text) {
        try {
            Line line = SpoolJson.parse(text.getBytes(StandardCharsets.UTF_8), Line.class);
            Instant.parse(line.at());
            return Optional.of(line);
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    void sweep(Instant now) throws IOException {
        for (Path file : files()) {
            if (date(file)
                    .orElseThrow()
                    .isBefore(LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(KEPT_DAYS))) {
                disk.delete(file);
            }
        }
    }

    /** Files whose names begin with a date; others are not this class's. */
    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(f -> f.toString().endsWith(".jsonl") && date(f).isPresent())
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static Optional<LocalDate> date(Path file) {
        try {
            return Optional.of(LocalDate.parse(RawName.cut(file.getFileName().toString(), 10)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
