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
    private final List<Entry> entries;
    private final Predicate<Path> readable;

    TaskFolder(SpoolSettings settings, String task, boolean priority, List<Entry> entries, Predicate<Path> readable) {
        this.settings = settings;
        this.task = task;
        this.priority = priority;
        this.entries = entries;
        this.readable = readable;
    }

    /** Adds to the lists; returns how many photos are there and not ready. */
    int sort(Predicate<Path> spoken, List<Ticket> ready, List<Inbox.Unfit> unfit) {
        int waiting = 0;
        for (Entry entry : entries) {
            Optional<String> reason = reason(entry, spoken);
            if (reason.isPresent()) {
                if (entry.sight().still()) {
                    unfit.add(new Inbox.Unfit(entry.path(), task, reason.get()));
                }
            } else if (entry.verdict() instanceof Verdict.Photo) {
                Optional<Ticket> ticket = ticket(entry);
                ticket.ifPresent(ready::add);
                waiting += ticket.isPresent() ? 0 : 1;
            }
        }
        return waiting;
    }

    private Optional<String> reason(Entry entry, Predicate<Path> spoken) {
        if (entry.verdict() instanceof Verdict.Refused refused) {
            return Optional.of(refused.reason());
        }
        if (entry.sight().still() && !readable.test(entry.path())) {
            return Optional.of("The agent may not read it: give it read permission (chmod a+r) and drop it again.");
        }
        return entry.verdict() instanceof Verdict.Beside beside && orphan(entry, beside.kind(), spoken)
                ? Optional.of("There is no photo that it belongs to: it would have to be called "
                        + Printable.of(beside.kind().ownerOf(entry.name()))
                        + " and lie in the same folder. Drop both together.")
                : Optional.empty();
    }

    private boolean orphan(Entry entry, Companion kind, Predicate<Path> spoken) {
        return entry.sight().stillFor().compareTo(settings.companionWait()) >= 0
                && entries.stream()
                        .noneMatch(e -> e.verdict() instanceof Verdict.Photo && kind.belongs(entry.name(), e.name()))
                && !spoken.test(entry.path());
    }

    /** Empty while the photo, or something that belongs to it, is not ready. */
    private Optional<Ticket> ticket(Entry photo) {
        Map<Companion, RawName> companions = new EnumMap<>(Companion.class);
        boolean still = photo.sight().still();
        for (Entry e : entries) {
            if (e.verdict() instanceof Verdict.Beside beside && beside.kind().belongs(e.name(), photo.name())) {
                companions.put(beside.kind(), e.name());
                still &= e.sight().still();
            } else if (e.verdict() instanceof Verdict.Defaults) {
                still &= e.sight().still();
            }
        }
        boolean complete = Companion.awaited(task).map(companions::containsKey).orElse(true)
                || photo.sight().stillFor().compareTo(settings.companionWait()) >= 0;
        return still && complete
                ? Optional.of(
                        new Ticket(task, priority, photo.sight().arrived(), photo.path(), photo.stamp(), companions))
                : Optional.empty();
    }
}
