package dev.psld.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of the things in a folder of the inbox. Those that have been still are not read again until they are to be moved, when their
 * signature tells whether they still are what was seen; but for {@code defaults.json}, which is not moved. Not thread-safe.
 */
final class KnownEntries {
    private record Known(RawName name, EntryKind kind, FileSignature signature) {}

    private final Stillness stillness;
    private final FolderReader reader;
    private final Map<Path, Known> known = new HashMap<>();

    KnownEntries(Stillness stillness, FolderReader reader) {
        this.stillness = stillness;
        this.reader = reader;
    }

    /** Empty for what is left alone, and for what has gone meanwhile. */
    Optional<InboxEntry> see(Path path) throws IOException {
        Known before = known.get(path);
        if (before != null && !(before.kind() instanceof EntryKind.Defaults)) {
            Optional<Stillness.Observation> settled = stillness.settled(path);
            if (settled.isPresent()) {
                return Optional.of(
                        new InboxEntry(path, before.name(), before.kind(), before.signature(), settled.get()));
            }
        }
        RawName name = before == null ? RawName.of(path) : before.name();
        return TemporaryNames.match(name) ? Optional.empty() : read(path, name);
    }

    private Optional<InboxEntry> read(Path path, RawName name) throws IOException {
        try {
            BasicFileAttributes attributes = reader.attributes(path);
            EntryKind kind = EntryKind.of(name, attributes);
            FileSignature signature = FileSignature.of(path, attributes);
            known.put(path, new Known(name, kind, signature));
            return Optional.of(new InboxEntry(
                    path, name, kind, signature, stillness.see(path, signature, () -> arrival(path, signature))));
        } catch (NoSuchFileException e) {
            forget(path);
            return Optional.empty();
        }
    }

    boolean knows(Path path) {
        return known.containsKey(path);
    }

    /** Whether it is what it was when it was last read; where not, it is forgotten. */
    boolean holds(Path path) {
        try {
            Known before = known.get(path);
            if (before != null
                    && FileSignature.of(path, reader.attributes(path)).equals(before.signature())) {
                return true;
            }
        } catch (IOException e) {
            // It is told of when it is moved, or has gone.
        }
        forget(path);
        return false;
    }

    void forget(Path path) {
        known.remove(path);
        stillness.forget(path);
    }

    /** Forgets what was not seen at a look: what comes back under the name starts anew. */
    void keepOnly(Set<Path> seen) {
        known.keySet().retainAll(seen);
        stillness.keepOnly(seen);
    }

    /** The time of the last change of its name or content: unlike the time of the content, no copy brings it along. */
    private static Instant arrival(Path path, FileSignature signature) {
        try {
            return ((FileTime) Files.getAttribute(path, "unix:ctime", LinkOption.NOFOLLOW_LINKS)).toInstant();
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return signature.modified().toInstant();
        }
    }
}
