package dev.psld.bundle;

import dev.psld.derive.ModelException;
import dev.psld.derive.RandomData;
import dev.psld.ort.Environment;
import dev.psld.ort.Session;
import dev.psld.ort.SessionOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Shows on random pictures, all different, that a batched graph does with each what the bundle's own graph does with it
 * alone, forward and back. Not thread-safe; holds no native object between calls.
 */
final class BatchProof {
    private final Environment environment;

    BatchProof(Environment environment) {
        this.environment = environment;
    }

    /**
     * Runs both pairs on the CPU.
     *
     * @throws ModelException that names the first value that differs by more than {@link BatchedGraphs#TOLERANCE}
     */
    void check(BatchedGraphs graphs, String role) {
        Bundle bundle = graphs.bundle();
        int batch = graphs.batch();
        Signature signature =
                Signature.of(role, bundle.manifest().image(), bundle.manifest().latent());
        RandomData random = new RandomData(batch);
        List<Map<String, float[]>> rows = new ArrayList<>();
        for (int k = 0; k < batch; k++) {
            Map<String, float[]> row = new LinkedHashMap<>();
            row.put(signature.input(), random.draw(signature.inputShape()));
            signature
                    .outputs()
                    .forEach(y -> row.put(
                            y + "_cotangent",
                            random.draw(
                                    Objects.requireNonNull(signature.shapes().get(y)))));
            rows.add(row);
        }
        Map<String, float[]> shared = Map.of("t", new float[] {400});
        Map<String, float[]> together = new LinkedHashMap<>(shared);
        rows.get(0).keySet().forEach(name -> together.put(name, joined(rows, name)));
        List<String> compared = new ArrayList<>(signature.outputs());
        compared.add(signature.input() + "_cotangent");
        try (Pair many = new Pair(environment, graphs.forward(role), graphs.pullback(role));
                Pair one = new Pair(environment, bundle.forward(role), bundle.pullback(role))) {
            Map<String, float[]> batched = many.evaluate(together);
            for (int k = 0; k < batch; k++) {
                Map<String, float[]> row = new LinkedHashMap<>(shared);
                row.putAll(rows.get(k));
                Map<String, float[]> alone = one.evaluate(row);
                for (String name : compared) {
                    compare(
                            role,
                            name,
                            k,
                            Objects.requireNonNull(batched.get(name)),
                            Objects.requireNonNull(alone.get(name)));
                }
            }
        }
    }

    private static void compare(String role, String name, int row, float[] batched, float[] alone) {
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < alone.length; i++) {
            largest = Math.max(largest, Math.abs(alone[i]));
            difference = Math.max(difference, Math.abs((double) batched[row * alone.length + i] - alone[i]));
        }
        if (!(difference <= BatchedGraphs.TOLERANCE * largest)) {
            throw new ModelException(String.format(
                    "the %s does not treat pictures apart: “%s” of picture %d of a batch differs by %.1e of %.1e",
                    role, name, row + 1, difference, largest));
        }
    }

    private static float[] joined(List<Map<String, float[]>> rows, String name) {
        int length = Objects.requireNonNull(rows.get(0).get(name)).length;
        float[] all = new float[length * rows.size()];
        for (int k = 0; k < rows.size(); k++) {
            System.arraycopy(Objects.requireNonNull(rows.get(k).get(name)), 0, all, k * length, length);
        }
        return all;
    }

    /** A forward session and its pullback's. */
    private record Pair(Session forward, Session pullback) implements AutoCloseable {
        Pair(Environment environment, Path forward, Path pullback) {
            this(
                    environment.session(forward, SessionOptions.defaults()),
                    environment.session(pullback, SessionOptions.defaults()));
        }

        Map<String, float[]> evaluate(Map<String, float[]> given) {
            Map<String, float[]> known = new LinkedHashMap<>(given);
            known.putAll(forward.evaluate(known));
            known.putAll(pullback.evaluate(known));
            return known;
        }

        @Override
        public void close() {
            pullback.close();
            forward.close();
        }
    }
}
