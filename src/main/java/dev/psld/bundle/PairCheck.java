package dev.psld.bundle;

import dev.psld.autodiff.DiffRequest;
import dev.psld.autodiff.Differentiator;
import dev.psld.autodiff.Mode;
import dev.psld.graph.Graph;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.WeightFile;
import dev.psld.ort.Environment;
import dev.psld.ort.Session;
import dev.psld.ort.SessionOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Checks a written pair of graphs on random data: ⟨Jv, w⟩ = ⟨v, J*w⟩, with Jv from the pullback transposed once more and
 * from central differences of the forward. Not thread-safe; holds no native object between calls.
 */
public final class PairCheck {
    private static final double[] STEPS = {3e-2, 1e-2, 3e-3, 1e-3};

    private final Environment environment;

    public PairCheck(Environment environment) {
        this.environment = environment;
    }

    /** Both errors, relative to ‖Jv‖‖w‖. */
    public record Errors(double adjoint, double difference) {}

    /**
     * Runs the check at a random point.
     *
     * @param fixed values of inputs that must not be random, such as a timestep
     */
    public Errors check(GraphPair pair, DiffRequest request, Map<String, float[]> fixed, long seed) {
        AdjointTest test = new AdjointTest(seed);
        String x = request.wrt().get(0);
        Graph graph = pair.vjp().forward();
        Map<String, float[]> point = new LinkedHashMap<>();
        graph.inputs().forEach(v -> point.put(v.name(), fixed.getOrDefault(v.name(), test.draw(v.shape()))));
        float[] v = test.draw(graph.shape(x));
        Map<String, float[]> w = new LinkedHashMap<>();
        request.of().forEach(y -> w.put(y, test.draw(graph.shape(y))));
        try (Session forward = environment.session(pair.forward(), SessionOptions.defaults());
                Session pullback = environment.session(pair.pullback(), SessionOptions.defaults())) {
            Map<String, float[]> known = new LinkedHashMap<>(point);
            known.putAll(forward.evaluate(point));
            w.forEach((y, values) -> known.put(y + "_cotangent", values));
            String cotangent = x + "_cotangent";
            float[] jtw = Objects.requireNonNull(pullback.evaluate(known).get(cotangent));
            known.put(cotangent + "_cotangent", v);
            double adjoint = AdjointTest.error(transposed(pair, request, known), w, v, jtw);
            double difference = Double.MAX_VALUE;
            for (double h : STEPS) {
                Map<String, float[]> jv = AdjointTest.centralDifference(
                        moved(forward, point, x, v, h, request.of()), moved(forward, point, x, v, -h, request.of()), h);
                difference = Math.min(difference, AdjointTest.error(jv, w, v, jtw));
            }
            return new Errors(adjoint, difference);
        }
    }

    /** Jv: the pullback is linear in its cotangents, so its own pullback by them is J. */
    private Map<String, float[]> transposed(GraphPair pair, DiffRequest request, Map<String, float[]> known) {
        List<String> cotangents =
                request.of().stream().map(y -> y + "_cotangent").toList();
        DiffRequest twice = new DiffRequest(cotangents, List.of(request.wrt().get(0) + "_cotangent"), Mode.RECOMPUTE);
        Graph tangent = Differentiator.differentiate(
                        new Preparation(environment).prepare(pair.vjp().vjp()), twice)
                .vjp();
        try (Scratch folder = Scratch.temporary()) {
            WeightFile weights = new WeightFile(folder.resolve("tangent.bin"));
            OnnxWriter.write(tangent, folder.resolve("tangent.onnx"), weights);
            weights.save();
            try (Session session = environment.session(folder.resolve("tangent.onnx"), SessionOptions.defaults())) {
                Map<String, float[]> out = session.evaluate(known);
                Map<String, float[]> jv = new LinkedHashMap<>();
                request.of().forEach(y -> jv.put(y, Objects.requireNonNull(out.get(y + "_cotangent_cotangent"))));
                return jv;
            }
        }
    }

    private Map<String, float[]> moved(
            Session forward, Map<String, float[]> point, String x, float[] v, double h, List<String> of) {
        float[] shifted = Objects.requireNonNull(point.get(x)).clone();
        for (int i = 0; i < shifted.length; i++) {
            shifted[i] += (float) (h * v[i]);
        }
        Map<String, float[]> there = new LinkedHashMap<>(point);
        there.put(x, shifted);
        Map<String, float[]> all = forward.evaluate(there);
        all.keySet().retainAll(of);
        return all;
    }
}
