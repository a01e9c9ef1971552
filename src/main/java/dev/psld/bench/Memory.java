package dev.psld.bench;

import dev.psld.bundle.Bundle;
import dev.psld.ort.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
public record Memory(
        OptionalLong peakResident, long heap, long weights, Map<String, Long> tape, Map<String, Long> natives) {

    static Memory now(Environment environment, Bundle bundle) {
        Map<String, Long> tape = new TreeMap<>();
        bundle.manifest().graphs().forEach((role, graph) -> tape.put(role, graph.tapeBytes()));
        Map<String, Long> natives = new TreeMap<>();
        environment.ledger().liveByKind().forEach((kind, count) -> natives.put(kind.name(), count));
        Runtime runtime = Runtime.getRuntime();
        return new Memory(
                peakResident(Path.of("/proc/self/status")),
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

    /** VmHWM of Linux, in bytes. */
    static OptionalLong peakResident(Path status) {
        try {
            List<String> lines = Files.readAllLines(status);
            return lines.stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
