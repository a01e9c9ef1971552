package dev.psld.autodiff;

import java.util.List;

/**
 * What to differentiate: the values {@code of}, by the values {@code wrt}. Immutable. Both are names of inputs, outputs or
 * intermediates; there is at least one of each and none is given twice.
 */
public record DiffRequest(List<String> wrt, List<String> of, Mode mode) {

    public DiffRequest {
        wrt = List.copyOf(wrt);
        of = List.copyOf(of);
        if (wrt.isEmpty() || of.isEmpty()) {
            throw new DiffException(
                    "a differentiation needs at least one value to differentiate by and one to differentiate");
        }
        if (wrt.stream().distinct().count() < wrt.size()
                || of.stream().distinct().count() < of.size()) {
            throw new DiffException("a value is asked for twice in “by " + wrt + " of " + of + "”: name each once");
        }
    }

    public static DiffRequest of(String wrt, String of, Mode mode) {
        return new DiffRequest(List.of(wrt), List.of(of), mode);
    }
}
