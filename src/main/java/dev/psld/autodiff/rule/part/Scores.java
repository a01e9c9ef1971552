package dev.psld.autodiff.rule.part;

import dev.psld.autodiff.Pullback;
import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * The scores of an Attention node computed again: scaled products, cap, masks, softmax. A row that the masks leave
 * nothing of has probability 0 everywhere. Immutable.
 */
public final class Scores {
    private final Pullback p;
    private final Heads heads;
    private final Optional<String> bent;
    private final String probabilities;

    private Scores(Pullback p, Heads heads, Optional<String> bent, String probabilities) {
        this.p = p;
        this.heads = heads;
        this.bent = bent;
        this.probabilities = probabilities;
    }

    public static Scores of(Pullback p, Heads heads) {
        String scores = p.matmul(p.mul(heads.queries(), heads.scale()), heads.transposed(heads.keys()));
        double cap = p.attributes().real("softcap", 0);
        Optional<String> bent = cap > 0 ? Optional.of(p.emit("Tanh", p.mul(scores, 1 / cap))) : Optional.empty();
        String capped = bent.map(t -> p.mul(t, cap)).orElse(scores);
        boolean causal = p.attributes().integer("is_causal", 0) != 0;
        if (!causal && !p.node().hasInput(3)) {
            return new Scores(p, heads, bent, softmax(p, capped));
        }
        String masked = p.node().hasInput(3) ? p.add(capped, bias(p, heads)) : capped;
        String biased = causal ? p.add(masked, p.constant(later(p, heads))) : masked;
        String lowest = p.scalar(Halves.lowest(p));
        String some = softmax(p, p.emit("Max", biased, lowest));
        String open = p.emit("Greater", biased, p.scalar(Halves.lowest(p) / 2));
        return new Scores(p, heads, bent, p.only(open, some));
    }

    public String probabilities() {
        return probabilities;
    }

    /** The cotangent of the masked scores from that of the probabilities. */
    public String pull(String cotangent) {
        String all = exposed(3).map(c -> p.add(cotangent, c)).orElse(cotangent);
        int last = heads.shape(1, 1).rank() - 1;
        String sum = p.wideSum(p.mul(all, probabilities), last);
        return p.mul(probabilities, p.sub(all, sum));
    }

    /** The cotangent of the raw products from that of the masked scores. */
    public String uncapped(String cotangent) {
        String raw =
                bent.map(t -> p.mul(cotangent, p.sub(p.scalar(1), p.square(t)))).orElse(cotangent);
        return exposed(0).map(c -> p.add(raw, c)).orElse(raw);
    }

    /** The cotangent of an additive mask from that of the masked scores. */
    public String mask(String cotangent) {
        Shape mask = p.xShape(3);
        Shape joined = heads.joined(heads.length(), heads.total());
        String whole = p.reshape(cotangent, heads.shape(heads.length(), heads.total()), joined);
        String known = mask.dim(-1) == heads.total() ? whole : p.slice(whole, 3, 0, mask.dim(-1));
        return p.unbroadcast(known, joined.with(3, mask.dim(-1)), mask);
    }

    /** The cotangent of the scores that the node gives out as its fourth output, when it is of this kind. */
    private Optional<String> exposed(int kind) {
        long mode = p.attributes().integer("qk_matmul_output_mode", 0);
        Optional<String> given = p.cotangent(3);
        if (given.isPresent() && mode != 0 && mode != 3) {
            throw p.unsupported("its output of scores in mode " + mode
                    + " is used, whose place among cap and mask differs between versions: use mode 0 or 3");
        }
        Shape joined = heads.joined(heads.length(), heads.total());
        return given.filter(c -> mode == kind)
                .map(c -> p.reshape(c, joined, heads.shape(heads.length(), heads.total())));
    }

    private static String softmax(Pullback p, String scores) {
        ElementType precision = ElementType.of(
                (int) p.attributes().integer("softmax_precision", p.type().code()));
        boolean same = precision == p.type();
        String wide = same ? scores : p.cast(scores, precision);
        String result = p.emit("Softmax", Attributes.of("axis", -1), wide);
        return same ? result : p.cast(result, p.type());
    }

    /** The mask as a summand that stretches over the scores; keys beyond its end are closed. */
    private static String bias(Pullback p, Heads heads) {
        Shape mask = p.xShape(3);
        boolean choice = p.xType(3) == ElementType.BOOL;
        String summand = choice ? p.where(p.x(3), p.scalar(0), p.scalar(Halves.lowest(p))) : p.x(3);
        if (mask.dim(-1) < heads.total()) {
            Shape closed = mask.with(-1, heads.total() - mask.dim(-1));
            summand = p.concat(mask.rank() - 1, List.of(summand, p.filled(closed, Halves.lowest(p))));
            mask = mask.with(-1, heads.total());
        }
        long rows = mask.rank() > 1 ? mask.dim(-2) : 1;
        long head = mask.rank() > 2 ? mask.dim(-3) : 1;
        long batch = mask.rank() > 3 ? mask.dim(0) : 1;
        Shape whole = heads.shape(rows, mask.dim(-1)).with(0, batch);
        Shape stretched = head > 1
                ? whole
                : whole.rank() == 4 ? whole.with(1, 1) : whole.with(1, 1).with(2, 1);
        return p.reshape(summand, p.xShape(3), stretched);
    }

    /** A summand that closes for each query the keys behind it; the cache lies before all queries. */
    private static Tensor later(Pullback p, Heads heads) {
        int rows = Math.toIntExact(heads.length());
        int columns = Math.toIntExact(heads.total());
        double[] values = new double[rows * columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                values[i * columns + j] = j <= i + heads.cached() ? 0 : Halves.lowest(p);
            }
        }
        return Tensor.real(p.type(), Shape.of(rows, columns), values);
    }
}
