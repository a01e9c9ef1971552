package dev.psld.bench;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Times of one round of steps, per step. Immutable.
 *
 * @param seconds of the whole step
 * @param cpuSeconds of all threads of this process, which another program's load hardly changes
 * @param stages seconds by stage; what is missing of the whole is Java's
 * @param allocatedBytes on the Java heap by the sampling thread
 */
record StepTimes(double seconds, double cpuSeconds, Map<String, Double> stages, double allocatedBytes) {
    StepTimes {
        stages = Collections.unmodifiableMap(new LinkedHashMap<>(stages));
    }

    /** Seconds outside of ONNX Runtime. */
    double javaSeconds() {
        return seconds
                - stages.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
