package dev.psld.spool;

import dev.psld.job.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Looks through the inbox; moves nothing. Remembers what it saw, so that a look costs names, and more only for what is not known
 * to be still. Not thread-safe.
 */
final class Inbox {
    /** Something that is no job. */
    record Unfit(Path thing, String task, String reason) {}

    /** What a look found; {@code ready} in no order; {@code troubles} in sentences. */
    record Found(List<Ready> ready, int waiting, List<Unfit> unfit, List<String> troubles) {}

    private final Layout layout;
    private final FolderReader reader;
    private final KnownEntries known;

    Inbox(Layout layout, Stillness stillness, FolderReader reader) {
        this.layout = layout;
        this.reader = reader;
        this.known = new KnownEntries(stillness, reader);
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
                TaskFolder inside = new TaskFolder(layout.settings(), task, priority, entries(folder, seen), reader);
                waiting += inside.sort(spoken, ready, unfit);
            }
        }
        unfit.removeIf(one -> !known.holds(one.thing()));
        known.keepOnly(seen);
        return new Found(ready, waiting, unfit, troubles);
    }

    /** It was not as it had been seen: the next look sees it for the first time. */
    void forget(Path path) {
        known.forget(path);
    }

    private List<InboxEntry> entries(Path folder, Set<Path> seen) throws IOException {
        List<InboxEntry> entries = new ArrayList<>();
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            if (FileOperations.exists(folder)) {
                return entries; // A link or a file under the name of a task: it is refused as such.
            }
            throw new NoSuchFileException(folder.toString());
        }
        for (Path path : reader.list(folder)) {
            entry(path, seen).ifPresent(entries::add);
        }
        return entries;
    }

    /** Empty for what is left alone, and for what has gone meanwhile. */
    private Optional<InboxEntry> entry(Path path, Set<Path> seen) throws IOException {
        seen.add(path);
        return known.see(path);
    }

    /** What lies beside the folders of the tasks: files, and folders that are no task's with what is in them. */
    private void refuseOutsiders(Path folder, Set<Path> seen, List<Unfit> unfit, List<String> troubles)
            throws IOException {
        for (Path path : reader.list(folder)) {
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
}
