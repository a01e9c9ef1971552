package dev.psld.spool;

import java.time.Duration;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How a spool is kept. Immutable.
 *
 * @param stillness how long size and modification time of a file must not change before it is ready, 0 or more
 * @param companionWait how long a photo waits for its mask or kernel, and a mask for its photo, 0 or more
 * @param lease how long a claim without heartbeat is left to an agent of which nothing else is known, above 0
 * @param originals what becomes of photos after their restoration
 * @param tasks names of the folders under the inbox, at least one
 * @param priorityFolder folder of the inbox whose tasks go first; no task itself
 */
public record SpoolSettings(
        Duration stillness,
        Duration companionWait,
        Duration lease,
        Retention originals,
        Set<String> tasks,
        String priorityFolder) {

    /** Where what belongs to no task fails; can be no task itself. */
    static final String UNSORTED = "unsorted";

    public SpoolSettings {
        require(!stillness.isNegative(), "stillness cannot be negative");
        require(!companionWait.isNegative(), "companionWait cannot be negative");
        require(!lease.isNegative() && !lease.isZero(), "lease must be above 0");
        require(!tasks.isEmpty(), "a spool needs at least one task");
        tasks.forEach(SpoolSettings::requireName);
        requireName(priorityFolder);
        require(!tasks.contains(priorityFolder), priorityFolder + " is a task: the priority folder needs another name");
        require(!tasks.contains(UNSORTED), UNSORTED + " cannot be a task");
        tasks = Set.copyOf(tasks);
    }

    /** Two seconds of stillness, ten for companions, a lease of one minute; originals are kept. */
    public static SpoolSettings defaults(Set<String> tasks) {
        return new SpoolSettings(
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                Retention.keep(),
                tasks,
                "priority");
    }

    SortedSet<String> sortedTasks() {
        return new TreeSet<>(tasks);
    }

    private static void requireName(String folder) {
        require(
                folder.matches("[a-z0-9][a-z0-9-]*"),
                "“" + folder + "” cannot be a folder of the inbox: use a-z, 0-9, -");
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
