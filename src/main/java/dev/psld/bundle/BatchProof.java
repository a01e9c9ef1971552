package dev.psld.bundle;

import dev.psld.derive.ModelException;
import dev.psld.derive.RandomData;
import dev.psld.graph.Tensor;
import dev.psld.ort.Environment;
import dev.psld.ort.SessionOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Shows on random pictures, all different, and what they are told, that a batched graph does with each what the bundle's own graph does with it
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
        GraphEntry graph = graphs.bundle().graph(role);
        PullbackEntry back = graph.pullback().orElseThrow();
        int batch = graphs.batch();
        TensorSpec data = graph.data().orElseThrow();
        List<TensorSpec> drawn = new ArrayList<>(
                graph.inputs().stream().filter(TensorSpec::grows).toList());
        drawn.addAll(back.inputs());
        RandomData random = new RandomData(batch);
        List<Map<String, Tensor>> rows = new ArrayList<>();
        for (int k = 0; k < batch; k++) {
            Map<String, Tensor> row = new LinkedHashMap<>();
            drawn.forEach(spec -> row.put(spec.name(), one(graphs.bundle(), spec, random)));
            rows.add(row);
        }
        Map<String, Tensor> shared = shared(graphs.bundle(), graph, random);
        Map<String, Tensor> together = new LinkedHashMap<>(shared);
        drawn.forEach(spec -> together.put(spec.name(), joined(rows, spec.batched(batch))));
        List<String> compared = new ArrayList<>(
                graph.differentiated().stream().map(TensorSpec::name).toList());
        compared.add(back.cotangent(data));
        SessionOptions cpu = SessionOptions.defaults();
        try (LoadedPair many = LoadedPair.load(environment, graphs.forward(role), graphs.pullback(role), cpu);
                LoadedPair one = LoadedPair.load(
                        environment,
                        graphs.bundle().forward(role),
                        graphs.bundle().pullback(role),
                        cpu)) {
            Map<String, Tensor> batched = many.evaluate(together);
            for (int k = 0; k < batch; k++) {
                Map<String, Tensor> row = new LinkedHashMap<>(shared);
                row.putAll(rows.get(k));
                Map<String, Tensor> alone = one.evaluate(row);
                for (String name : compared) {
                    compare(
                            role,
                            name,
                            k,
                            Objects.requireNonNull(batched.get(name)).toFloats(),
                            Objects.requireNonNull(alone.get(name)).toFloats());
                }
            }
        }
    }

    /** What all pictures of a batch have in common: the timestep, and whatever else is no picture. */
    static Map<String, Tensor> shared(Bundle bundle, GraphEntry graph, RandomData random) {
        Map<String, Tensor> shared = new LinkedHashMap<>();
        for (TensorSpec input : graph.inputs()) {
            if (!input.grows()) {
                Tensor other = bundle.fixed(input)
                        .orElseGet(() -> input.holds() == Quantity.TIMESTEP
                                ? input.tensor(400)
                                : input.tensor(doubles(random.draw(input.shape()))));
                shared.put(input.name(), other);
            }
        }
        return shared;
    }

    /** What one picture has there: random numbers, of a constant its own. */
    static Tensor one(Bundle bundle, TensorSpec spec, RandomData random) {
        return spec.holds() == Quantity.CONSTANT
                ? bundle.fixed(spec).orElseThrow()
                : spec.tensor(doubles(random.draw(spec.shape())));
    }

    private static double[] doubles(float... values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
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

    private static Tensor joined(List<Map<String, Tensor>> rows, TensorSpec spec) {
        double[] all = rows.stream()
                .flatMapToDouble(row -> Arrays.stream(
                        Objects.requireNonNull(row.get(spec.name())).toDoubles()))
                .toArray();
        return spec.tensor(all);
    }
}
