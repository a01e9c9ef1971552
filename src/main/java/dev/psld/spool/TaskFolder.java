package dev.psld.spool;

import dev.psld.job.Printable;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Sorts what lies in the folder of one task: photos with what belongs to them, and what is no job. Used once. */
final class TaskFolder {
    private final SpoolSettings settings;
    private final String task;
    private final boolean priority;
    private final List<InboxEntry> entries;
    private final Predicate<Path> readable;

    TaskFolder(
            SpoolSettings settings, String task, boolean priority, List<InboxEntry> entries, Predicate<Path> readable) {
        this.settings = settings;
        this.task = task;
        this.priority = priority;
        this.entries = entries;
        this.readable = readable;
    }

    /** Adds to the lists; returns how many photos are there and not ready. */
    int sort(Predicate<Path> spoken, List<Ready> ready, List<Inbox.Unfit> unfit) {
        int waiting = 0;
        for (InboxEntry entry : entries) {
            Optional<String> reason = reason(entry, spoken);
            if (reason.isPresent()) {
                if (entry.observed().still()) {
                    unfit.add(new Inbox.Unfit(entry.path(), task, reason.get()));
                }
            } else if (entry.kind() instanceof EntryKind.Photo) {
                Optional<ReadyPhoto> photo = photo(entry);
                photo.ifPresent(ready::add);
                waiting += photo.isPresent() ? 0 : 1;
            }
        }
        return waiting;
    }

    private Optional<String> reason(InboxEntry entry, Predicate<Path> spoken) {
        if (entry.kind() instanceof EntryKind.Refused refused) {
            return Optional.of(refused.reason());
        }
        if (entry.observed().still() && !readable.test(entry.path())) {
            return Optional.of("The agent may not read it: give it read permission (chmod a+r) and drop it again.");
        }
        return entry.kind() instanceof EntryKind.CompanionFile beside && orphan(entry, beside.kind(), spoken)
                ? Optional.of("There is no photo that it belongs to: it would have to be called "
                        + Printable.of(beside.kind().ownerOf(entry.name()))
                        + " and lie in the same folder. Drop both together.")
                : Optional.empty();
    }

    private boolean orphan(InboxEntry entry, Companion kind, Predicate<Path> spoken) {
        return entry.observed().stillFor().compareTo(settings.companionWait()) >= 0
                && entries.stream()
                        .noneMatch(e -> e.kind() instanceof EntryKind.Photo && kind.belongs(entry.name(), e.name()))
                && !spoken.test(entry.path());
    }

    /** Empty while the photo, or something that belongs to it, is not ready. */
    private Optional<ReadyPhoto> photo(InboxEntry photo) {
        Map<Companion, RawName> companions = new EnumMap<>(Companion.class);
        boolean still = photo.observed().still();
        for (InboxEntry e : entries) {
            if (e.kind() instanceof EntryKind.CompanionFile beside
                    && beside.kind().belongs(e.name(), photo.name())) {
                companions.put(beside.kind(), e.name());
                still &= e.observed().still();
            } else if (e.kind() instanceof EntryKind.Defaults) {
                still &= e.observed().still();
            }
        }
        boolean complete = Companion.awaited(task).map(companions::containsKey).orElse(true)
                || photo.observed().stillFor().compareTo(settings.companionWait()) >= 0;
        return still && complete
                ? Optional.of(new ReadyPhoto(
                        task, priority, photo.observed().arrived(), photo.path(), photo.signature(), companions))
                : Optional.empty();
    }
}
