package dev.psld.chain;

import java.util.LinkedHashMap;
import java.util.Map;

/** Adds up the time of every stage of a chain. Not thread-safe; lives as long as one chain. */
public final class StageClock {
    private final Map<String, Long> nanos = new LinkedHashMap<>();

    void time(String stage, Runnable work) {
        long began = System.nanoTime();
        work.run();
        nanos.merge(stage, System.nanoTime() - began, Long::sum);
    }

    /** Forgets what was added up. */
    public void reset() {
        nanos.clear();
    }

    /** Seconds by stage, in the order in which the stages first ran. */
    public Map<String, Double> seconds() {
        Map<String, Double> seconds = new LinkedHashMap<>();
        nanos.forEach((stage, n) -> seconds.put(stage, n / 1e9));
        return seconds;
    }
}
