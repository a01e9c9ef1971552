package dev.psld.graph.symbolic;

import dev.psld.graph.GraphException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sizes that a symbolic dimension may have: from, from + step, … up to to. Immutable.
 *
 * @param symbol its name in the model
 */
public record Extent(String symbol, long from, long to, long step) {
    private static final Pattern FORM = Pattern.compile("(.+)=(\\d+)\\.\\.(\\d+)(?::(\\d+))?");

    /** Sizes that are looked at: two for the slope, one for a curve, one to check. */
    private static final long ENOUGH = 4;

    public Extent {
        if (from < 1 || step < 1 || (to - Math.max(2, from)) / step + 1 < ENOUGH) {
            throw new GraphException("sizes of “" + symbol + "” from " + from + " to " + to + " by " + step
                    + " are not enough to tell how the graph depends on it: at least " + ENOUGH
                    + " beyond 1 are needed; fix it with --dim " + symbol + "=N, or give more");
        }
    }

    /** Reads {@code NAME=FROM..TO} or {@code NAME=FROM..TO:STEP}. */
    public static Extent parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new GraphException("“" + text + "” does not say which sizes a dimension may have: give it as"
                    + " height=64..512, or in steps as height=64..512:8");
        }
        try {
            String step = form.group(4);
            return new Extent(
                    form.group(1),
                    Long.parseLong(form.group(2)),
                    Long.parseLong(form.group(3)),
                    step == null ? 1 : Long.parseLong(step));
        } catch (NumberFormatException e) {
            throw new GraphException("the sizes in “" + text + "” are too large", e);
        }
    }

    /** The k-th size beyond 1. */
    private long size(long k) {
        return from + (k + (from == 1 ? 1 : 0)) * step;
    }

    /**
     * One of the sizes at which graphs are made: 0 small, 1 large, 2 and 3 between.
     *
     * @param offset which extent this is: different ones get different sizes, as far as they have them
     */
    long sample(int which, int offset) {
        long last = (to - size(0)) / step;
        long small = Math.min(offset, last / 4);
        long large = last - Math.min(offset, last / 4);
        return size(
                switch (which) {
                    case 0 -> small;
                    case 1 -> large;
                    case 2 -> small + Math.max(1, (large - small) / 3);
                    default -> Math.min(large - 1, small + Math.max(1, (large - small) / (3 + offset)) + 1);
                });
    }

    /** As a user writes it. */
    @Override
    public String toString() {
        return symbol + "=" + from + ".." + to + (step == 1 ? "" : ":" + step);
    }
}
