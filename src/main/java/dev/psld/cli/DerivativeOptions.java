package dev.psld.cli;

import dev.psld.autodiff.Mode;
import dev.psld.autodiff.TapeLimit;
import dev.psld.derive.SecondOrder;
import dev.psld.graph.GraphException;
import dev.psld.graph.InputShapes;
import dev.psld.graph.Shape;
import dev.psld.graph.symbolic.Extent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What to differentiate, and how. Filled by picocli. */
final class DerivativeOptions {
    @Option(
            names = "--wrt",
            split = ",",
            paramLabel = "X",
            description = "Values to differentiate by: inputs or intermediates that hold real numbers. Repeat it, or"
                    + " separate names by commas.")
    List<String> wrt = List.of();

    @Option(
            names = "--of",
            split = ",",
            paramLabel = "Y",
            description =
                    "Values to differentiate: outputs or intermediates. Several are summed over, each with its own"
                            + " cotangent.")
    List<String> of = List.of();

    @Option(
            names = "--straight-through",
            paramLabel = "V[=S]",
            description = "The cotangent of value V (or of the first output of a node of this name) passes unchanged to"
                    + " value S, as for quantisers; S may be left out where one input of V’s node fits.")
    List<String> straightThrough = List.of();

    @Option(
            names = "--dim",
            paramLabel = "NAME=N",
            description = "Value of a symbolic dimension, such as batch=1; may be repeated.")
    Map<String, Long> dimensions = Map.of();

    @Option(
            names = "--shape",
            paramLabel = "X=N,N,…",
            description =
                    "Shape of an input, such as x=1,3,48,160, where its dimensions have no names; may be repeated.")
    Map<String, String> shapes = Map.of();

    @Option(
            names = "--dynamic",
            paramLabel = "NAME=A..B[:S]",
            description =
                    "Keep a symbolic dimension open: one pullback for every size from A to B in steps of S (default: 1),"
                            + " such as height=64..512:8; may be repeated. The tape is planned for the largest.")
    List<String> dynamic = List.of();

    @Option(
            names = "--mode",
            paramLabel = "M",
            converter = Converters.TapeWord.class,
            completionCandidates = Converters.TapeWord.class,
            description = "tape: the forward keeps what the pullback needs (default); recompute: the pullback runs the"
                    + " forward again.")
    Mode mode = Mode.TAPE;

    @Option(
            names = "--tape-limit",
            paramLabel = "SIZE",
            converter = Converters.TapeLimitWord.class,
            description =
                    "Hold at most so many bytes of forward values for a pullback at once, such as 400MB, or least:"
                            + " the rest is computed again in the pullback, segment by segment. Without it all is kept"
                            + " that is dear.")
    Optional<TapeLimit> tapeLimit = Optional.empty();

    @Option(
            names = "--tape-curve",
            description = "Print what limits of the tape there are, and the work that each costs, and write nothing.")
    boolean tapeCurve;

    @Option(
            names = "--jvp",
            description = "Also make forward mode: NAME_jvp.onnx takes X_tangent and inputs, and gives Y_tangent.")
    boolean jvp;

    @Option(
            names = "--hvp",
            arity = "0..1",
            fallbackValue = "forward",
            paramLabel = "WAY",
            converter = Converters.SecondOrderWord.class,
            completionCandidates = Converters.SecondOrderWord.class,
            description = "Also make products with the second derivative by inputs: NAME_hvp.onnx takes X_tangent,"
                    + " Y_cotangent and inputs, and gives X_hvp. forward: forward mode of the pullback (default); reverse:"
                    + " the pullback of the pullback.")
    Optional<SecondOrder.Way> hvp = Optional.empty();

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "The pullback takes N cotangents at once, along a new first axis of each, and gives as many"
                    + " (default: 1, without that axis).")
    Optional<Integer> seeds = Optional.empty();

    @Option(
            names = "--names",
            paramLabel = "SCHEME",
            converter = Converters.NamingWord.class,
            description = "casadi: write NAME.onnx and adj_NAME.onnx, with --jvp fwd_NAME.onnx and with --hvp"
                    + " fwd_adj_NAME.onnx, as CasADi’s ONNX back end takes them: seeds adj_Y and fwd_X, any number at"
                    + " once. plain: the names above (default).")
    Naming names = Naming.PLAIN;

    /** How files and seeds are called and laid out. */
    enum Naming {
        PLAIN,
        CASADI
    }

    /** How much may be held of the forward; empty where the pullback will be rewritten for several cotangents. */
    Optional<TapeLimit> limit() {
        return seeds.isPresent() || names == Naming.CASADI
                ? Optional.empty()
                : Optional.of(tapeLimit.orElse(TapeLimit.NONE));
    }

    /** What stays open of them. */
    List<Extent> extents() {
        return dynamic.stream().map(Extent::parse).toList();
    }

    /** What fixes the dimensions of the inputs. */
    InputShapes sizes() {
        Map<String, Shape> parsed = new HashMap<>();
        shapes.forEach((name, text) -> parsed.put(name, shape(name, text)));
        return new InputShapes(dimensions, parsed);
    }

    private static Shape shape(String name, String text) {
        try {
            long[] dims = Arrays.stream(text.split(","))
                    .mapToLong(d -> Long.parseLong(d.strip()))
                    .toArray();
            if (Arrays.stream(dims).anyMatch(d -> d < 1)) {
                throw new NumberFormatException("not positive");
            }
            return Shape.of(dims);
        } catch (NumberFormatException e) {
            throw new GraphException(
                    "--shape " + name + "=" + text + " is no shape: give whole numbers from 1 on, as x=1,3,48,160", e);
        }
    }
}
