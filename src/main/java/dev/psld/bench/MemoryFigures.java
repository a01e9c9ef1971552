package dev.psld.bench;

import dev.psld.bundle.Bundle;
import dev.psld.ort.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Where a running model's memory is. Immutable.
 *
 * @param peakResident bytes of the whole process at its highest; empty where the system does not tell
 * @param heap bytes of the Java heap in use
 * @param weights bytes of the bundle's weight files, which the sessions copy into their kernels' layouts
 * @param tape bytes that each forward keeps for its pullback, by role
 * @param natives native objects that are open, by kind
 */
public record MemoryFigures(
        OptionalLong peakResident, long heap, long weights, Map<String, Long> tape, Map<String, Long> natives) {

    static MemoryFigures now(Environment environment, Bundle bundle) {
        Map<String, Long> tape = new TreeMap<>();
        bundle.manifest().graphs().forEach((role, graph) -> tape.put(role, graph.tapeBytes()));
        Map<String, Long> natives = new TreeMap<>();
        environment.nativeCounts().liveByKind().forEach((kind, count) -> natives.put(kind.name(), count));
        Runtime runtime = Runtime.getRuntime();
        return new MemoryFigures(
                dev.psld.host.SystemMemory.system().peakResident(),
                runtime.totalMemory() - runtime.freeMemory(),
                weights(bundle),
                tape,
                natives);
    }

    private static long weights(Bundle bundle) {
        long sum = 0;
        for (String file : bundle.manifest().files().keySet()) {
            if (file.endsWith(".bin")) {
                try {
                    sum += Files.size(bundle.folder().resolve(file));
                } catch (IOException e) {
                    throw new BenchException(bundle.folder().resolve(file) + " cannot be read: " + e.getMessage(), e);
                }
            }
        }
        return sum;
    }
}
