package dev.psld.spool;

import dev.psld.job.HeldJob;
import dev.psld.job.QueueSnapshot;
import dev.psld.job.RestoreResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** A spool in a folder of a test, with clocks that stand until they are moved, and agents that die when told to. */
final class SpoolFixture {
    static final SpoolSettings SETTINGS = new SpoolSettings(
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Retention.keep(),
            Set.of("sr4", "inpaint", "deblur-motion"),
            "priority");

    final Path root;
    final SpoolSettings settings;
    final CountingReader reads = new CountingReader();
    final Set<String> dead = ConcurrentHashMap.newKeySet();
    private final AtomicLong nanos = new AtomicLong(1_000_000_000L);
    volatile Instant now = Instant.parse("2026-11-25T12:00:00Z");

    SpoolFixture(Path root) {
        this(root, SETTINGS);
    }

    SpoolFixture(Path root, SpoolSettings settings) {
        this.root = root;
        this.settings = settings;
    }

    static SpoolSettings with(Retention originals) {
        return new SpoolSettings(
                SETTINGS.stillness(),
                SETTINGS.companionWait(),
                SETTINGS.lease(),
                originals,
                SETTINGS.tasks(),
                SETTINGS.priorityFolder());
    }

    AgentIdentity identity(String agent) {
        return new AgentIdentity(agent, "host", "boot", 1, "1", "user", agent);
    }

    Spool open(String agent) {
        return open(agent, new FileOperations((what, path) -> {}, false));
    }

    Spool open(String agent, FileOperations disk) {
        Spool spool = new Spool(
                layout(), disk, identity(agent), other -> dead.contains(other.token()), reads, () -> now, nanos::get);
        spool.verify();
        return spool;
    }

    Layout layout() {
        return new Layout(root, settings);
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        now = now.plus(time);
    }

    /** Puts a file somewhere under the root. */
    Path drop(String path, String content) {
        try {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path drop(String path, String content, Instant modified) {
        Path file = drop(path, content);
        try {
            Files.setLastModifiedTime(file, FileTime.from(modified));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    /** Looks until all that lies there has been still, and still without its companion, for long enough. */
    QueueSnapshot settled(Spool spool) {
        spool.look();
        pass(settings.stillness().plus(settings.companionWait()));
        return spool.look();
    }

    /** Looks until all that lies there has been still. */
    QueueSnapshot still(Spool spool) {
        spool.look();
        pass(settings.stillness());
        return spool.look();
    }

    HeldJob claimOne(Spool spool) {
        return settled(spool).next().orElseThrow().take().orElseThrow();
    }

    /** Stages a picture, a sample and a report, as a restoration would. */
    static RestoreResult staged(HeldJob claim) {
        return new RestoreResult(
                stage(claim, "photo.png", "restored"),
                List.of(stage(claim, "photo-s1.png", "sample"), stage(claim, "photo.json", "{}")),
                List.of());
    }

    static Path stage(HeldJob claim, String name, String content) {
        try {
            return Files.writeString(claim.staging().resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All files and links below a folder of the spool, by their path in it, with their content; folders that are empty too. */
    Map<String, String> files(String folder) {
        return files(root.resolve(folder));
    }

    static Map<String, String> files(Path base) {
        Map<String, String> found = new TreeMap<>();
        if (!Files.exists(base)) {
            return found;
        }
        try (Stream<Path> all = Files.walk(base)) {
            for (Path file : all.toList()) {
                if (Files.isSymbolicLink(file)) {
                    found.put(base.relativize(file).toString(), "->" + Files.readSymbolicLink(file));
                } else if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    if (file.getFileName().toString().startsWith(".probe-")) {
                        continue;
                    }
                    found.put(
                            base.relativize(file).toString(),
                            new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /** What lies directly in working/. */
    List<String> working() {
        return entries("working");
    }

    /** What lies directly in a folder. */
    List<String> entries(String folder) {
        try (Stream<Path> all = Files.list(root.resolve(folder))) {
            return all.map(p -> p.getFileName().toString())
                    .filter(name -> !name.startsWith(".probe-"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
