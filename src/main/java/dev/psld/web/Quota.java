package dev.psld.web;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What each client may take at once, by its address; freed as it is given back. Thread-safe. */
final class Quota {
    private final int uploads;
    private final int streams;
    private final int jobs;
    private final Map<String, Integer> uploading = new HashMap<>();
    private final Map<String, Integer> streaming = new HashMap<>();
    private final Map<String, Set<String>> submitted = new HashMap<>();

    Quota(int uploads, int streams, int jobs) {
        this.uploads = uploads;
        this.streams = streams;
        this.jobs = jobs;
    }

    /** @throws WebException when the client has too many already */
    synchronized void beginUpload(String client) {
        take(uploading, client, uploads, "uploads");
    }

    synchronized void endUpload(String client) {
        give(uploading, client);
    }

    /** @throws WebException when the client has too many already */
    synchronized void beginStream(String client) {
        take(streaming, client, streams, "streams of events");
    }

    synchronized void endStream(String client) {
        give(streaming, client);
    }

    private static void take(Map<String, Integer> taken, String client, int most, String what) {
        int now = taken.getOrDefault(client, 0);
        if (now >= most) {
            throw new WebException(429, "There are " + most + " " + what + " from here already: let one end first.");
        }
        taken.put(client, now + 1);
    }

    private static void give(Map<String, Integer> taken, String client) {
        taken.merge(client, -1, Integer::sum);
        taken.values().removeIf(count -> count <= 0);
    }

    /**
     * Whether one more job is allowed, counting those being uploaded.
     *
     * @param open ids of all jobs that wait or are in work
     * @throws WebException when it is not
     */
    synchronized void requireJob(String client, Set<String> open) {
        submitted.values().forEach(ids -> ids.retainAll(open));
        submitted.values().removeIf(Set::isEmpty);
        int now = submitted.getOrDefault(client, Set.of()).size();
        if (now >= jobs) {
            throw new WebException(
                    429, "There are " + now + " jobs from here in the queue already: wait for one, or cancel one.");
        }
    }

    synchronized void submitted(String client, String id) {
        submitted.computeIfAbsent(client, key -> new HashSet<>()).add(id);
    }
}
