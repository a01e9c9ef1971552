package dev.psld.derive;

import dev.psld.autodiff.DiffRequest;
import dev.psld.graph.Graph;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import dev.psld.ort.Environment;
import dev.psld.ort.OrtTensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The vectors of an adjoint test, and both products with them: Jv by forward mode, then J*w by the pair. Each graph runs once
 * it is its turn, and the tape stays in ONNX Runtime's memory. Not thread-safe; its sessions are the check's.
 */
final class Probes {
    private final CheckSessions sessions;
    private final GraphPair pair;
    private final DiffRequest request;
    private final Path tangent;
    private final MovedForward moved;
    private final Graph graph;

    Probes(CheckSessions sessions, GraphPair pair, DiffRequest request, Path tangent, MovedForward moved) {
        this.sessions = sessions;
        this.pair = pair;
        this.request = request;
        this.tangent = tangent;
        this.moved = moved;
        this.graph = pair.vjp().forward();
    }

    /**
     * One output by one value.
     *
     * @param v the direction, on the scale of x
     * @param w the cotangent of y
     * @param pushed Jv
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Probe(String x, String y, double[] v, double[] w, double[] pushed) {}

    /**
     * What the pullback makes of a probe.
     *
     * @param product ⟨v, J*w⟩
     * @param length ‖J*w‖
     */
    record Pulled(Probe probe, double product, double length) {}

    /** All that the graphs take at a point, with zeros for shifts, tangents and cotangents. */
    Map<String, Tensor> known(Map<String, Tensor> point) {
        Map<String, Tensor> known = new LinkedHashMap<>(point);
        request.wrt().forEach(x -> known.put(Displacement.shift(x), zeros(graph.value(x))));
        if (!request.wrt().stream().allMatch(graph::isInput)) {
            known.putAll(moved.run(known));
        }
        request.wrt().forEach(x -> known.put(x + "_tangent", zeros(graph.value(x))));
        request.of().forEach(y -> known.put(DiffRequest.cotangent(y), zeros(graph.value(y))));
        return known;
    }

    /** Draws v for every x, and w for every y of it. */
    List<Probe> push(Map<String, Tensor> known, RandomData random) {
        List<Probe> probes = new ArrayList<>();
        for (String x : request.wrt()) {
            double[] v = direction(random, Objects.requireNonNull(known.get(x)));
            Map<String, Tensor> jv = TypedRun.run(
                    environment(),
                    sessions.of(tangent),
                    PairCheck.with(known, x + "_tangent", PairCheck.tensor(graph.value(x), v)));
            for (String y : request.of()) {
                double[] pushed = PairCheck.numbers(jv, y + "_tangent");
                probes.add(new Probe(x, y, v, probe(pushed, random), pushed));
            }
        }
        return probes;
    }

    /** Pulls every w back, after one run of the forward. */
    List<Pulled> pull(Map<String, Tensor> known, List<Probe> probes) {
        Map<String, OrtTensor> tape = TypedRun.held(environment(), sessions.of(pair.forward()), known, Map.of());
        try {
            return probes.stream().map(probe -> pull(known, tape, probe)).toList();
        } finally {
            tape.values().forEach(OrtTensor::close);
        }
    }

    private Pulled pull(Map<String, Tensor> known, Map<String, OrtTensor> tape, Probe probe) {
        Map<String, Tensor> cotangents =
                PairCheck.with(known, DiffRequest.cotangent(probe.y), PairCheck.tensor(graph.value(probe.y), probe.w));
        Map<String, OrtTensor> made = TypedRun.held(environment(), sessions.of(pair.pullback()), cotangents, tape);
        try {
            double[] pulled = TypedRun.copy(Objects.requireNonNull(made.get(DiffRequest.cotangent(probe.x))))
                    .toDoubles();
            return new Pulled(probe, DoubleVectors.dot(probe.v, pulled), DoubleVectors.norm(pulled));
        } finally {
            made.values().forEach(OrtTensor::close);
        }
    }

    private Environment environment() {
        return sessions.environment();
    }

    private static Tensor zeros(Value like) {
        return Tensor.filled(like.type(), like.shape(), 0);
    }

    /** Half along Jv, half random, each of length 1, the random half turned so that the two never cancel. */
    private static double[] probe(double[] jv, RandomData random) {
        double[] noise = random.normal(jv.length);
        double size = DoubleVectors.norm(noise);
        double[] unit = size == 0
                ? filled(noise.length, 1 / Math.sqrt(Math.max(1, noise.length)))
                : DoubleVectors.scaled(noise, 1 / size);
        double length = DoubleVectors.norm(jv);
        double turn = DoubleVectors.dot(unit, jv) < 0 ? -1 : 1;
        return length == 0 || Double.isNaN(length)
                ? unit
                : DoubleVectors.sum(DoubleVectors.scaled(unit, turn), 1 / length, jv);
    }

    /**
     * Random, with the root mean square of the finite numbers of a value (1 where that is zero): the scale on which the value
     * is shifted. A mask of −∞ has no scale.
     */
    private static double[] direction(RandomData random, Tensor value) {
        double[] numbers =
                Arrays.stream(value.toDoubles()).filter(Double::isFinite).toArray();
        double[] drawn = random.normal(value.shape().size());
        double length = DoubleVectors.norm(drawn);
        double[] full = length == 0 ? filled(drawn.length, 1) : drawn;
        double size = DoubleVectors.norm(numbers) / Math.sqrt(Math.max(1, numbers.length));
        double each = DoubleVectors.norm(full) / Math.sqrt(Math.max(1, full.length));
        return DoubleVectors.scaled(full, (size == 0 ? 1 : size) / each);
    }

    private static double[] filled(int count, double value) {
        double[] all = new double[count];
        Arrays.fill(all, value);
        return all;
    }
}
