package dev.psld.autodiff.rule;

import dev.psld.autodiff.Expansion;
import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.graph.Shape;
import java.util.List;

/** Pairs of numbers turned by angles, (a·cos − b·sin, a·sin + b·cos): by the pullbacks of products and sums. */
final class RotaryEmbeddingRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("RotaryEmbedding");
    }

    @Override
    public void pull(Pullback p) {
        Shape x = p.xShape();
        boolean apart = x.rank() == 4;
        long heads = apart ? x.dim(1) : p.attributes().integer("num_heads", 1);
        long length = apart ? x.dim(2) : x.dim(1);
        long size = apart ? x.dim(3) : x.dim(2) / heads;
        long turned = p.attributes().integer("rotary_embedding_dim", 0) > 0
                ? p.attributes().integer("rotary_embedding_dim", 0)
                : size;
        boolean pairs = p.attributes().integer("interleaved", 0) != 0;
        // (batch, length, heads, size)
        p.expand(e -> {
            String whole =
                    apart ? e.transpose(p.x(), 0, 2, 1, 3) : e.reshape(p.x(), Shape.of(x.dim(0), length, heads, size));
            String first = e.slice(whole, 3, 0, turned);
            long half = turned / 2;
            Shape split =
                    pairs ? Shape.of(x.dim(0), length, heads, half, 2) : Shape.of(x.dim(0), length, heads, 2, half);
            int pair = pairs ? 4 : 3;
            Shape flat = Shape.of(x.dim(0), length, heads, half);
            String both = e.reshape(first, split);
            String a = e.reshape(e.slice(both, pair, 0, 1), flat);
            String b = e.reshape(e.slice(both, pair, 1, 2), flat);
            String cos = angles(p, e, 1, half, length);
            String sin = angles(p, e, 2, half, length);
            Shape open =
                    pairs ? Shape.of(x.dim(0), length, heads, half, 1) : Shape.of(x.dim(0), length, heads, 1, half);
            String one = e.reshape(e.sub(e.mul(a, cos), e.mul(b, sin)), open);
            String other = e.reshape(e.add(e.mul(a, sin), e.mul(b, cos)), open);
            String joined = e.reshape(e.concat(pair, List.of(one, other)), Shape.of(x.dim(0), length, heads, turned));
            String all = turned == size ? joined : e.concat(3, List.of(joined, e.slice(whole, 3, turned, size)));
            return List.of(apart ? e.transpose(all, 0, 2, 1, 3) : e.reshape(all, x));
        });
    }

    /** (batch or 1, length, 1, half): chosen by position where positions are given. */
    private static String angles(Pullback p, Expansion e, int input, long half, long length) {
        String table = p.node().hasInput(3) ? e.gather(p.x(input), 0, p.x(3)) : p.x(input);
        long batch = e.shape(table).rank() == 3 ? e.shape(table).dim(0) : 1;
        return e.reshape(e.slice(table, e.shape(table).rank() - 1, 0, half), Shape.of(batch, length, 1, half));
    }
}
