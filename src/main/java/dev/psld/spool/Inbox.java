package dev.psld.spool;

import dev.psld.job.Printable;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Looks through the inbox; moves nothing. Remembers what it saw, to know what is still. Not thread-safe. */
final class Inbox {
    /** Something that is no job. */
    record Unfit(Path thing, String task, String reason) {}

    /** What a look found; {@code ready} in order; {@code troubles} in sentences. */
    record Found(List<Ready> ready, int waiting, List<Unfit> unfit, List<String> troubles) {}

    private final Layout layout;
    private final Stillness stillness;
    private final Predicate<Path> readable;

    /** @param readable whether a file may be read */
    Inbox(Layout layout, Stillness stillness, Predicate<Path> readable) {
        this.layout = layout;
        this.stillness = stillness;
        this.readable = readable;
    }

    /**
     * @param spoken whether a claim is about to take a companion, which is no orphan therefore; asked after the photo was seen
     *     to have gone
     */
    Found look(Predicate<Path> spoken) throws IOException {
        List<Ready> ready = new ArrayList<>();
        List<Unfit> unfit = new ArrayList<>();
        List<String> troubles = new ArrayList<>();
        Set<Path> seen = new HashSet<>();
        int waiting = 0;
        for (boolean priority : new boolean[] {false, true}) {
            refuseOutsiders(priority ? layout.priority() : layout.inbox(), seen, unfit, troubles);
            for (String task : layout.settings().sortedTasks()) {
                Path folder = layout.inbox(task, priority);
                TaskFolder inside = new TaskFolder(layout.settings(), task, priority, entries(folder, seen), readable);
                waiting += inside.sort(spoken, ready, unfit);
            }
        }
        stillness.keepOnly(seen);
        ready.sort(Ready.ORDER);
        return new Found(ready, waiting, unfit, troubles);
    }

    private List<InboxEntry> entries(Path folder, Set<Path> seen) throws IOException {
        List<InboxEntry> entries = new ArrayList<>();
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            if (FileOperations.exists(folder)) {
                return entries; // A link or a file under the name of a task: it is refused as such.
            }
            throw new NoSuchFileException(folder.toString());
        }
        for (Path path : list(folder)) {
            entry(path, seen).ifPresent(entries::add);
        }
        return entries;
    }

    /** Empty for what is left alone, and for what has gone meanwhile. */
    private Optional<InboxEntry> entry(Path path, Set<Path> seen) throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            RawName name = RawName.of(path);
            EntryKind kind = EntryKind.of(name, attributes);
            if (kind instanceof EntryKind.Ignored) {
                return Optional.empty();
            }
            FileSignature signature = FileSignature.of(path, attributes);
            seen.add(path);
            return Optional.of(new InboxEntry(
                    path, name, kind, signature, stillness.see(path, signature, () -> arrival(path, signature))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The time of the last change of its name or content: unlike the time of the content, no copy brings it along. */
    private static Instant arrival(Path path, FileSignature signature) {
        try {
            return ((FileTime) Files.getAttribute(path, "unix:ctime", LinkOption.NOFOLLOW_LINKS)).toInstant();
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return signature.modified().toInstant();
        }
    }

    /** What lies beside the folders of the tasks: files, and folders that are no task's with what is in them. */
    private void refuseOutsiders(Path folder, Set<Path> seen, List<Unfit> unfit, List<String> troubles)
            throws IOException {
        for (Path path : list(folder)) {
            RawName name = RawName.of(path);
            if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                entry(path, seen).ifPresent(e -> refuse(e, "It was dropped beside the folders of the tasks: ", unfit));
            } else if (!known(folder, name) && !TemporaryNames.match(name)) {
                refuseInside(path, name, seen, unfit, troubles);
            }
        }
    }

    /** A folder of somebody else's, which may be closed to the agent or go at any time. */
    private void refuseInside(Path folder, RawName name, Set<Path> seen, List<Unfit> unfit, List<String> troubles) {
        try {
            for (InboxEntry inside : entries(folder, seen)) {
                refuse(inside, "Its folder " + Printable.of(name.text()) + " is no task: ", unfit);
            }
        } catch (NoSuchFileException e) {
            // It went meanwhile.
        } catch (IOException e) {
            troubles.add(
                    "inbox/" + Printable.of(name.text()) + " is no task, and cannot be read: " + DiskFailure.why(e));
        }
    }

    private boolean known(Path folder, RawName name) {
        return layout.settings().tasks().contains(name.bytes())
                || (folder.equals(layout.inbox())
                        && name.bytes().equals(layout.settings().priorityFolder()));
    }

    private void refuse(InboxEntry entry, String why, List<Unfit> unfit) {
        if (entry.observed().still()) {
            unfit.add(new Unfit(
                    entry.path(),
                    SpoolSettings.UNSORTED,
                    why + "drop it into one of "
                            + String.join(", ", layout.settings().sortedTasks()) + "."));
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(all::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return all;
    }
}
