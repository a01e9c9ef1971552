package dev.psld.fleet;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a fleet is used. Immutable.
 *
 * @param name of the fleet: several may share servers
 * @param replicas how many servers keep everything; 1, 3 or 5
 * @param store bytes that files may take; 0 for any number. More than the servers have would keep them from everything else
 * @param lease how long a job is left to a holder that is silent
 * @param redelivery after which time the servers give a job out again of whose worker they heard nothing
 * @param memory how old what is known of a pause or a wish to cancel may be; 0 for asking each time
 * @param originals how long photos are kept after their restoration; empty for ever, 0 for not at all
 * @param results how long results are kept in the fleet
 * @param tasks words of the tasks that there are
 * @param client for whom jobs are submitted
 * @param offer what this worker has
 * @param local folder of this machine for files in work
 */
public record FleetSettings(
        String name,
        int replicas,
        long store,
        Duration lease,
        Duration redelivery,
        Duration memory,
        Optional<Duration> originals,
        Duration results,
        Set<String> tasks,
        String client,
        Offer offer,
        Path local) {
    /** What a fleet's name may be, in words. */
    public static final String NAMES = "up to 64 of a-z, 0-9 and -, the first no -";

    public FleetSettings {
        if (!isName(name)) {
            throw new IllegalArgumentException("a fleet cannot be called “" + name + "”: use " + NAMES);
        }
        tasks = Set.copyOf(tasks);
    }

    /** Whether a fleet may be called so: {@link #NAMES}. */
    public static boolean isName(String name) {
        return name.matches("[a-z0-9][a-z0-9-]{0,63}");
    }

    String tasksShown() {
        return String.join(", ", new TreeSet<>(tasks));
    }
}
