package dev.psld.autodiff;

import java.util.List;
import java.util.Optional;

/**
 * What to differentiate: the values {@code of}, by the values {@code wrt}. Immutable. Both are names of inputs, outputs or
 * intermediates; there is at least one of each and none is given twice. A cotangent by an intermediate value is that of
 * everything behind it; one by an input counts all paths, those through such intermediates too.
 *
 * @param straightThrough values whose cotangents pass by the node that makes them; usually none
 * @param limit of the forward values held at once. Without one the pullback is linear in its cotangents node by node, so that it can
 *     be differentiated itself or be given several; with one, {@link TapeLimit#NONE} too, nodes that depend on no cotangent
 *     wait for those before them, where their values are large
 */
public record DiffRequest(
        List<String> wrt,
        List<String> of,
        Mode mode,
        List<StraightThrough> straightThrough,
        Optional<TapeLimit> limit) {

    public DiffRequest {
        wrt = List.copyOf(wrt);
        of = List.copyOf(of);
        straightThrough = List.copyOf(straightThrough);
        if (wrt.isEmpty() || of.isEmpty()) {
            throw new DiffException(
                    "a differentiation needs at least one value to differentiate by and one to differentiate");
        }
        wrt.stream().filter(of::contains).findFirst().ifPresent(both -> {
            throw new DiffException("“" + both
                    + "” is to be differentiated and to be differentiated by: ask for its two roles in two graphs");
        });
        if (wrt.stream().distinct().count() < wrt.size()
                || of.stream().distinct().count() < of.size()) {
            throw new DiffException("a value is asked for twice in “by " + wrt + " of " + of + "”: name each once");
        }
    }

    public DiffRequest(List<String> wrt, List<String> of, Mode mode) {
        this(wrt, of, mode, List.of());
    }

    public DiffRequest(List<String> wrt, List<String> of, Mode mode, List<StraightThrough> straightThrough) {
        this(wrt, of, mode, straightThrough, Optional.empty());
    }

    /** The same under a limit. */
    public DiffRequest within(Optional<TapeLimit> other) {
        return new DiffRequest(wrt, of, mode, straightThrough, other);
    }

    /** Name of the cotangent of a value, in pullbacks and wherever they are bound. */
    public static String cotangent(String value) {
        return value + "_cotangent";
    }

    public static DiffRequest of(String wrt, String of, Mode mode) {
        return new DiffRequest(List.of(wrt), List.of(of), mode);
    }
}
