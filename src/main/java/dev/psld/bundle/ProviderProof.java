package dev.psld.bundle;

import dev.psld.derive.RandomData;
import dev.psld.graph.Tensor;
import dev.psld.ort.Environment;
import dev.psld.ort.ExecutionProvider;
import dev.psld.ort.Pick;
import dev.psld.ort.SessionOptions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Holds the values and pullbacks of a bundle's graphs on a provider against the CPU's, on random data. Stateless. */
public final class ProviderProof {
    private static final long SEED = 7;

    private ProviderProof() {}

    /**
     * Loads every differentiated graph on both, one after the other.
     *
     * @return by role the largest difference of a value or cotangent over the largest number of it; NaN where there is one
     */
    public static Map<String, Double> of(Environment environment, Bundle bundle, Pick pick) {
        Map<String, Double> apart = new TreeMap<>();
        bundle.manifest().graphs().forEach((role, graph) -> {
            if (graph.pullback().isPresent() && graph.data().isPresent()) {
                apart.put(
                        role,
                        apart(
                                environment,
                                bundle,
                                role,
                                pick.of(bundle.identity()).providers()));
            }
        });
        return apart;
    }

    private static double apart(
            Environment environment, Bundle bundle, String role, List<ExecutionProvider> providers) {
        GraphEntry graph = bundle.graph(role);
        PullbackEntry back = graph.pullback().orElseThrow();
        RandomData random = new RandomData(SEED);
        Map<String, Tensor> given = BatchProof.shared(bundle, graph, random);
        Stream.concat(graph.inputs().stream().filter(TensorSpec::grows), back.inputs().stream())
                .forEach(spec -> given.put(spec.name(), BatchProof.one(bundle, spec, random)));
        Map<String, Tensor> want = evaluated(environment, bundle, role, given, List.of());
        Map<String, Tensor> found = evaluated(environment, bundle, role, given, providers);
        return Stream.concat(
                        graph.differentiated().stream().map(TensorSpec::name),
                        Stream.of(back.cotangent(graph.data().orElseThrow())))
                .mapToDouble(name -> apart(numbers(found, name), numbers(want, name)))
                .reduce(0, ProviderProof::larger);
    }

    private static Map<String, Tensor> evaluated(
            Environment environment,
            Bundle bundle,
            String role,
            Map<String, Tensor> given,
            List<ExecutionProvider> providers) {
        try (LoadedPair pair = LoadedPair.load(
                environment,
                bundle.forward(role),
                bundle.pullback(role),
                SessionOptions.defaults().withProviders(providers))) {
            return pair.evaluate(given);
        }
    }

    private static float[] numbers(Map<String, Tensor> values, String name) {
        return Objects.requireNonNull(values.get(name), name).toFloats();
    }

    static double apart(float[] found, float[] want) {
        double difference = 0;
        double largest = 0;
        for (int i = 0; i < want.length; i++) {
            difference = larger(difference, Math.abs((double) found[i] - want[i]));
            largest = Math.max(largest, Math.abs(want[i]));
        }
        return largest == 0 ? difference : difference / largest;
    }

    /** Of two, NaN before all. */
    private static double larger(double a, double b) {
        return Double.isNaN(a) || Double.isNaN(b) ? Double.NaN : Math.max(a, b);
    }
}
