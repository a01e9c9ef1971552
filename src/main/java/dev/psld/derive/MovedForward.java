package dev.psld.derive;

import dev.psld.graph.Graph;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import dev.psld.ort.OrtException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A forward whose values can be shifted, as the model is and, where ONNX Runtime has kernels for that, in double precision:
 * stiff nets then have quotients that converge. Not thread-safe; its sessions are the check's.
 */
final class MovedForward {
    /** Up to which part of a tolerance the rounding of a forward is nothing beside it. */
    private static final double CALM = 1e-2;

    private final CheckSessions sessions;
    private final Displacement displaced;
    private final Path narrow;
    /** Empty once it is found not to run. */
    private Optional<Path> wide;

    private MovedForward(CheckSessions sessions, Displacement displaced, Path narrow, Optional<Path> wide) {
        this.sessions = sessions;
        this.displaced = displaced;
        this.narrow = narrow;
        this.wide = wide;
    }

    static MovedForward of(CheckSessions sessions, Displacement displaced, CheckFiles files) {
        return new MovedForward(
                sessions, displaced, files.write(displaced.graph(), "moved"), wide(sessions, displaced.graph(), files));
    }

    /** Graphs whose sessions take turns are too large for numbers twice as long. */
    private static Optional<Path> wide(CheckSessions sessions, Graph graph, CheckFiles files) {
        try {
            Optional<Path> file =
                    sessions.areInTurn() ? Optional.empty() : Widened.of(graph).map(wide -> files.write(wide, "wide"));
            file.ifPresent(sessions::of);
            return file;
        } catch (OrtException e) {
            // No kernel, or an operator that takes single precision only.
            return Optional.empty();
        }
    }

    /** The results at a point, as the model is. */
    Map<String, Tensor> run(Map<String, Tensor> known) {
        return run(narrow, known);
    }

    private Map<String, Tensor> run(Path file, Map<String, Tensor> known) {
        return TypedRun.run(sessions.environment(), sessions.of(file), known);
    }

    /** What quotients along one direction say. */
    Judge along(Map<String, Tensor> known, Value x, double[] direction) {
        Quotients asItIs = new Quotients(values -> run(narrow, values), displaced, known, x, direction);
        Map<String, Tensor> more = Widened.values(known);
        Optional<Map<String, Tensor>> unrounded = wide.flatMap(s -> tried(s, more));
        return new Judge(
                asItIs,
                wide.map(s -> new Quotients(values -> run(s, values), displaced, more, Widened.wide(x), direction)),
                run(known),
                unrounded);
    }

    /** Recurrent nodes load in double precision, but have no kernels for it. */
    private Optional<Map<String, Tensor>> tried(Path file, Map<String, Tensor> known) {
        try {
            return Optional.of(run(file, known));
        } catch (OrtException e) {
            wide = Optional.empty();
            return Optional.empty();
        }
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
}
