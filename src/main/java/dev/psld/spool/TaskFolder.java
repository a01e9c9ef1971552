package dev.psld.spool;

import dev.psld.job.CompanionName;
import dev.psld.job.Printable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Sorts what lies in the folder of one task: photos with what belongs to them, and what is no job. Used once. */
final class TaskFolder {
    private static final Comparator<InboxEntry> FIRST = Comparator.comparing(
                    (InboxEntry e) -> e.observed().arrived())
            .thenComparing(e -> e.name().bytes());

    /** That something of a kind belongs to photos of a name, as its own name says. */
    private record Belonging(Companion kind, String owner) {
        static Belonging of(Companion kind, InboxEntry companion) {
            return new Belonging(kind, kind.owner(companion.name()));
        }

        static Belonging to(Companion kind, InboxEntry photo) {
            return new Belonging(kind, kind.ownerKey(photo.name()));
        }
    }

    private final SpoolSettings settings;
    private final String task;
    private final boolean priority;
    private final List<InboxEntry> entries;
    private final FolderReader reader;
    /** The photo that a companion goes to: the first that came. */
    private final Map<Belonging, InboxEntry> owners = new HashMap<>();

    private final Map<Belonging, List<InboxEntry>> companions = new HashMap<>();
    private boolean defaultsStill = true;

    TaskFolder(SpoolSettings settings, String task, boolean priority, List<InboxEntry> entries, FolderReader reader) {
        this.settings = settings;
        this.task = task;
        this.priority = priority;
        this.entries = entries;
        this.reader = reader;
        entries.forEach(this::index);
    }

    private void index(InboxEntry entry) {
        if (entry.kind() instanceof EntryKind.Photo) {
            for (Companion kind : Companion.values()) {
                owners.merge(Belonging.to(kind, entry), entry, (a, b) -> FIRST.compare(a, b) <= 0 ? a : b);
            }
        } else if (entry.kind() instanceof EntryKind.CompanionFile beside) {
            companions
                    .computeIfAbsent(Belonging.of(beside.kind(), entry), key -> new ArrayList<>())
                    .add(entry);
        } else if (entry.kind() instanceof EntryKind.Defaults) {
            defaultsStill &= entry.observed().still();
        }
    }

    /** Adds to the lists; returns how many photos are there and not ready. */
    int sort(Predicate<Path> spoken, List<ReadyPhoto> ready, List<Inbox.Unfit> unfit) {
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
        if (entry.observed().settledNow() && !reader.readable(entry.path())) {
            return Optional.of("The agent may not read it: give it read permission (chmod a+r) and drop it again.");
        }
        if (entry.kind() instanceof EntryKind.CompanionFile beside) {
            return orphan(entry, beside.kind(), spoken)
                    ? Optional.of("There is no photo that it belongs to: it would have to be called "
                            + Printable.of(beside.kind().ownerOf(entry.name()))
                            + " and lie in the same folder. Drop both together.")
                    : Optional.empty();
        }
        return entry.kind() instanceof EntryKind.Photo ? another(entry) : Optional.empty();
    }

    private boolean orphan(InboxEntry entry, Companion kind, Predicate<Path> spoken) {
        return entry.observed().stillFor().compareTo(settings.companionWait()) >= 0
                && !owners.containsKey(Belonging.of(kind, entry))
                && !spoken.test(entry.path());
    }

    /** Why it cannot have the companion that its task needs: a photo that came earlier has the same name but for its ending. */
    private Optional<String> another(InboxEntry photo) {
        return Companion.awaited(task)
                .flatMap(kind -> companion(kind, photo)
                        .flatMap(file -> owner(kind, photo)
                                .filter(first -> !first.equals(photo))
                                .map(first -> Printable.of(file.name().text()) + " goes to "
                                        + Printable.of(first.name().text())
                                        + ", which came first and has the same name but for its ending. Give this photo another"
                                        + " name and a " + kind.word() + " of that name, and drop both together.")));
    }

    private Optional<InboxEntry> companion(Companion kind, InboxEntry photo) {
        return all(kind, photo).stream().findFirst();
    }

    /** All that are called so, the one that goes along first. */
    private List<InboxEntry> all(Companion kind, InboxEntry photo) {
        return companions.getOrDefault(Belonging.to(kind, photo), List.of()).stream()
                .sorted(Comparator.comparing(InboxEntry::name, kind.first()))
                .toList();
    }

    private Optional<String> several(Companion kind, InboxEntry photo) {
        List<String> names = all(kind, photo).stream()
                .map(file -> Printable.of(file.name().text()))
                .toList();
        return names.size() < 2
                ? Optional.empty()
                : Optional.of(CompanionName.taken(kind.word(), names.get(0), names.subList(1, names.size())));
    }

    private Optional<InboxEntry> owner(Companion kind, InboxEntry photo) {
        return Optional.ofNullable(owners.get(Belonging.to(kind, photo)));
    }

    /** Empty while the photo, or something that belongs to it, is not ready. */
    private Optional<ReadyPhoto> photo(InboxEntry photo) {
        Map<Companion, InboxEntry> along = new EnumMap<>(Companion.class);
        for (Companion kind : Companion.values()) {
            if (owner(kind, photo).filter(photo::equals).isPresent()) {
                companion(kind, photo).ifPresent(file -> along.put(kind, file));
            }
        }
        boolean still = defaultsStill
                && photo.observed().still()
                && along.values().stream().allMatch(file -> file.observed().still());
        boolean complete = Companion.awaited(task).map(along::containsKey).orElse(true)
                || photo.observed().stillFor().compareTo(settings.companionWait()) >= 0;
        if (!still || !complete) {
            return Optional.empty();
        }
        String chosen = along.keySet().stream()
                .flatMap(kind -> several(kind, photo).stream())
                .collect(Collectors.joining("; "));
        return Optional.of(
                new ReadyPhoto(task, priority, photo, along, Optional.of(chosen).filter(c -> !c.isEmpty())));
    }
}
