package dev.psld.derive;

import dev.psld.file.TemporaryFolder;
import dev.psld.graph.Graph;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import dev.psld.graph.WeightFile;
import dev.psld.ort.Environment;
import dev.psld.ort.OrtException;
import dev.psld.ort.Session;
import dev.psld.ort.SessionOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A forward whose values can be shifted, as the model is and, where ONNX Runtime has kernels for that, in double precision:
 * stiff nets then have quotients that converge. Not thread-safe; to be closed.
 */
final class MovedForward implements AutoCloseable {
    /** Up to which part of a tolerance the rounding of a forward is nothing beside it. */
    private static final double CALM = 1e-2;

    private final Environment environment;
    private final Displacement displaced;
    private final Session narrow;
    private final Optional<Session> wide;

    private MovedForward(Environment environment, Displacement displaced, Session narrow, Optional<Session> wide) {
        this.environment = environment;
        this.displaced = displaced;
        this.narrow = narrow;
        this.wide = wide;
    }

    static MovedForward open(Environment environment, Displacement displaced, TemporaryFolder folder) {
        Session narrow = open(environment, displaced.graph(), folder, "moved");
        return new MovedForward(environment, displaced, narrow, wide(environment, displaced.graph(), folder));
    }

    private static Optional<Session> wide(Environment environment, Graph graph, TemporaryFolder folder) {
        try {
            return Widened.of(graph).map(wide -> open(environment, wide, folder, "wide"));
        } catch (OrtException e) {
            // No kernel, or an operator that takes single precision only.
            return Optional.empty();
        }
    }

    private static Session open(Environment environment, Graph graph, TemporaryFolder folder, String name) {
        WeightFile weights = new WeightFile(folder.resolve(name + ".bin"));
        Path file = folder.resolve(name + ".onnx");
        OnnxWriter.write(graph, file, weights);
        weights.save();
        return environment.session(file, SessionOptions.defaults());
    }

    /** The results at a point, as the model is. */
    Map<String, Tensor> run(Map<String, Tensor> known) {
        return TypedRun.run(environment, narrow, known);
    }

    /** What quotients along one direction say. */
    Judge along(Map<String, Tensor> known, Value x, double[] direction) {
        Quotients asItIs = new Quotients(environment, narrow, displaced, known, x, direction);
        Map<String, Tensor> more = Widened.values(known);
        return new Judge(
                asItIs,
                wide.map(s -> new Quotients(environment, s, displaced, more, Widened.wide(x), direction)),
                run(known),
                wide.map(s -> TypedRun.run(environment, s, more)));
    }

    /** A verdict, and whether it is that of double precision. */
    record Judgement(Quotients.Agreement verdict, boolean wide) {}

    /** Quotients of both precisions along one direction. */
    final class Judge {
        private final Quotients asItIs;
        private final Optional<Quotients> exact;
        private final Map<String, Tensor> rounded;
        private final Optional<Map<String, Tensor>> unrounded;

        private Judge(
                Quotients asItIs,
                Optional<Quotients> exact,
                Map<String, Tensor> rounded,
                Optional<Map<String, Tensor>> unrounded) {
            this.asItIs = asItIs;
            this.exact = exact;
            this.rounded = rounded;
            this.unrounded = unrounded;
        }

        /**
         * The verdict on one output, as {@link Quotients#verdict}. Double precision is heard where it agrees, and where the
         * forward's own rounding is too little to explain that it does not; else the model as it is.
         */
        Judgement verdict(String y, double[] w, double pulled, double unit, double wanted) {
            if (exact.isPresent()) {
                Quotients.Agreement verdict = exact.get().verdict(y, w, pulled, unit, wanted);
                boolean agrees = verdict.error() <= wanted && verdict.spread() <= wanted;
                if (agrees || rounding(y) <= CALM * wanted) {
                    return new Judgement(verdict, true);
                }
            }
            return new Judgement(asItIs.verdict(y, w, pulled, unit, wanted), false);
        }

        private double rounding(String y) {
            double[] have = PairCheck.numbers(rounded, displaced.result(y));
            double[] want = PairCheck.numbers(unrounded.orElseThrow(), displaced.result(y));
            return DoubleVectors.norm(DoubleVectors.sum(have, -1, want))
                    / Math.max(DoubleVectors.norm(want), Double.MIN_NORMAL);
        }
    }

    @Override
    public void close() {
        narrow.close();
        wide.ifPresent(Session::close);
    }
}
