package dev.psld.spool;

import dev.psld.job.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
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

    /** A folder with photos to take is looked at again when this many times as long has passed as the last look took. */
    private static final int SPARE = 20;

    /**
     * The last look at a folder.
     *
     * @param at when it ended, monotonic
     * @param cost how long it took
     */
    private record FolderLook(long at, long cost, List<ReadyPhoto> ready, int waiting) {}

    private final Layout layout;
    private final FolderReader reader;
    private final LongSupplier nanos;
    private final Map<Path, KnownEntries> known = new HashMap<>();
    private final Map<Path, FolderLook> looks = new HashMap<>();

    /** @param nanos monotonic */
    Inbox(Layout layout, FolderReader reader, LongSupplier nanos) {
        this.layout = layout;
        this.reader = reader;
        this.nanos = nanos;
    }

    /**
     * @param spoken whether a claim is about to take a companion, which is no orphan therefore; asked after the photo was seen
     *     to have gone
     */
    Found look(Predicate<Path> spoken) throws IOException {
        List<Ready> ready = new ArrayList<>();
        List<Unfit> unfit = new ArrayList<>();
        List<String> troubles = new ArrayList<>();
        Set<Path> visited = new HashSet<>();
        int waiting = 0;
        for (boolean priority : new boolean[] {false, true}) {
            refuseOutsiders(priority ? layout.priority() : layout.inbox(), visited, unfit, troubles);
            for (String task : layout.settings().sortedTasks()) {
                FolderLook look = look(task, priority, visited, spoken, unfit);
                ready.addAll(look.ready());
                waiting += look.waiting();
            }
        }
        unfit.removeIf(one -> !known(parent(one.thing())).holds(one.thing()));
        known.keySet().retainAll(visited);
        looks.keySet().retainAll(visited);
        return new Found(ready, waiting, unfit, troubles);
    }

    private FolderLook look(String task, boolean priority, Set<Path> visited, Predicate<Path> spoken, List<Unfit> unfit)
            throws IOException {
        Path folder = layout.inbox(task, priority);
        long began = nanos.getAsLong();
        Optional<FolderLook> before =
                Optional.ofNullable(looks.get(folder)).flatMap(last -> stillGood(folder, last, began));
        FolderLook now;
        if (before.isPresent()) {
            visited.add(folder);
            now = before.get();
        } else {
            TaskFolder inside = new TaskFolder(layout.settings(), task, priority, entries(folder, visited), reader);
            List<ReadyPhoto> ready = new ArrayList<>();
            int waiting = inside.sort(spoken, ready, unfit);
            long ended = nanos.getAsLong();
            now = new FolderLook(ended, ended - began, ready, waiting);
        }
        looks.put(folder, now);
        return now;
    }

    /** Without what was taken meanwhile; empty when it is time for another, or nothing is left to take. */
    private Optional<FolderLook> stillGood(Path folder, FolderLook last, long now) {
        if (now - last.at() >= SPARE * last.cost()) {
            return Optional.empty();
        }
        KnownEntries there = known(folder);
        List<ReadyPhoto> left = last.ready().stream()
                .filter(photo -> there.knows(photo.photo()))
                .toList();
        return left.isEmpty()
                ? Optional.empty()
                : Optional.of(new FolderLook(last.at(), last.cost(), left, last.waiting()));
    }

    private KnownEntries known(Path folder) {
        return known.computeIfAbsent(
                folder, f -> new KnownEntries(new Stillness(layout.settings().stillness(), nanos), reader));
    }

    private static Path parent(Path path) {
        return Objects.requireNonNull(path.getParent());
    }

    /** It was not as it had been seen, or is there no more: the next look sees it for the first time. */
    void forget(Path path) {
        known(parent(path)).forget(path);
    }

    private List<InboxEntry> entries(Path folder, Set<Path> visited) throws IOException {
        List<InboxEntry> entries = new ArrayList<>();
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            if (FileOperations.exists(folder)) {
                return entries; // A link or a file under the name of a task: it is refused as such.
            }
            throw new NoSuchFileException(folder.toString());
        }
        KnownEntries before = visit(folder, visited);
        Set<Path> seen = new HashSet<>();
        for (Path path : reader.list(folder)) {
            seen.add(path);
            before.see(path).ifPresent(entries::add);
        }
        before.keepOnly(seen);
        return entries;
    }

    private KnownEntries visit(Path folder, Set<Path> visited) {
        visited.add(folder);
        return known(folder);
    }

    /** What lies beside the folders of the tasks: files, and folders that are no task's with what is in them. */
    private void refuseOutsiders(Path folder, Set<Path> visited, List<Unfit> unfit, List<String> troubles)
            throws IOException {
        KnownEntries before = visit(folder, visited);
        Set<Path> seen = new HashSet<>();
        for (Path path : reader.list(folder)) {
            RawName name = RawName.of(path);
            seen.add(path);
            if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                before.see(path).ifPresent(e -> refuse(e, "It was dropped beside the folders of the tasks: ", unfit));
            } else if (!isKnown(folder, name) && !TemporaryNames.match(name)) {
                refuseInside(path, name, visited, unfit, troubles);
            }
        }
        before.keepOnly(seen);
    }

    /** A folder of somebody else's, which may be closed to the agent or go at any time. */
    private void refuseInside(Path folder, RawName name, Set<Path> visited, List<Unfit> unfit, List<String> troubles) {
        try {
            for (InboxEntry inside : entries(folder, visited)) {
                refuse(inside, "Its folder " + Printable.of(name.text()) + " is no task: ", unfit);
            }
        } catch (NoSuchFileException e) {
            // It went meanwhile.
        } catch (IOException e) {
            troubles.add(
                    "inbox/" + Printable.of(name.text()) + " is no task, and cannot be read: " + DiskFailure.why(e));
        }
    }

    private boolean isKnown(Path folder, RawName name) {
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
