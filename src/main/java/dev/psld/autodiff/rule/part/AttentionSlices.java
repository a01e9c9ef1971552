package dev.psld.autodiff.rule.part;

import dev.psld.autodiff.Pullback;
import dev.psld.graph.Attributes;
import dev.psld.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The pullback of P·V, P = softmax(A·B), by slices of rows of P: with S̄ = P∘(ȲVᵀ − rowsum(P∘ȲVᵀ)), each gives its part of
 * V̄ = PᵀȲ and B̄ = AᵀS̄ and its rows of Ā = S̄Bᵀ.
 *
 * <p>A slice adds to what it reads a zero that is made of the results of the slice before: no order of the nodes can begin it
 * earlier, so that one slice at a time is in memory. Lives in one rule.
 */
public final class AttentionSlices {
    /** Bytes of one slice of P. */
    private static final long SLICE = 32L << 20;

    private final Pullback p;
    private final long rows;
    private final long step;
    private final List<String> a = new ArrayList<>();
    private final List<String> b = new ArrayList<>();
    private final List<String> v = new ArrayList<>();
    private Optional<String> gate = Optional.empty();

    private AttentionSlices(Pullback p, long rows, long step) {
        this.p = p;
        this.rows = rows;
        this.step = step;
    }

    /** Inputs of the node: A (…, n, d), B (…, d, m), V (…, m, e). */
    public static void pull(Pullback p) {
        Shape left = p.xShape(0);
        Shape right = p.xShape(1);
        Shape values = p.xShape(2);
        long rows = left.dim(-2);
        long columns = right.dim(-1);
        long heads = left.size() / (rows * left.dim(-1));
        long step = Math.max(1, Math.min(rows, SLICE / (columns * p.type().bytes())));
        AttentionSlices slices = new AttentionSlices(p, rows, step);
        String all = p.reshape(p.x(0), left, Shape.of(heads, rows, left.dim(-1)));
        String keys = p.reshape(p.x(1), right, Shape.of(heads, right.dim(-2), columns));
        String given = p.reshape(p.x(2), values, Shape.of(heads, columns, values.dim(-1)));
        String cotangent = p.reshape(p.cotangent(), p.yShape(), Shape.of(heads, rows, values.dim(-1)));
        for (long head = 0; head < heads; head++) {
            slices.head(
                    p.slice(all, 0, head, head + 1),
                    p.slice(keys, 0, head, head + 1),
                    p.slice(given, 0, head, head + 1),
                    p.slice(cotangent, 0, head, head + 1));
        }
        give(p, 0, slices.a, left);
        give(p, 1, slices.b, right);
        give(p, 2, slices.v, values);
    }

    private static void give(Pullback p, int input, List<String> heads, Shape shape) {
        if (p.isActive(input)) {
            p.accumulate(input, p.reshape(p.concat(0, heads), shape));
        }
    }

    private void head(String queries, String keys, String values, String cotangent) {
        String keysTurned = p.transpose(keys, 0, 2, 1);
        String valuesTurned = p.transpose(values, 0, 2, 1);
        List<String> aRows = new ArrayList<>();
        Optional<String> bSum = Optional.empty();
        Optional<String> vSum = Optional.empty();
        for (long start = 0; start < rows; start += step) {
            long end = Math.min(rows, start + step);
            String q = gated(p.slice(queries, 1, start, end));
            String y = gated(p.slice(cotangent, 1, start, end));
            String probabilities = p.emit("Softmax", Attributes.of("axis", -1), p.matmul(q, keys));
            String pulled = p.matmul(y, valuesTurned);
            String sum = p.wideSum(p.mul(pulled, probabilities), 2);
            String scores = p.mul(probabilities, p.sub(pulled, sum));
            List<String> made = new ArrayList<>();
            if (p.isActive(0)) {
                aRows.add(p.matmul(scores, keysTurned));
                made.add(aRows.get(aRows.size() - 1));
            }
            if (p.isActive(1)) {
                String part = p.matmul(p.transpose(q, 0, 2, 1), scores);
                bSum = Optional.of(bSum.map(before -> p.add(before, part)).orElse(part));
                made.add(bSum.get());
            }
            if (p.isActive(2)) {
                String part = p.matmul(p.transpose(probabilities, 0, 2, 1), y);
                vSum = Optional.of(vSum.map(before -> p.add(before, part)).orElse(part));
                made.add(vSum.get());
            }
            gate = Optional.of(zero(made));
        }
        if (p.isActive(0)) {
            a.add(p.concat(1, aRows));
        }
        bSum.ifPresent(b::add);
        vSum.ifPresent(v::add);
    }

    private String gated(String value) {
        return gate.map(zero -> p.add(value, zero)).orElse(value);
    }

    /** 0 of shape (1, 1, 1), which cannot be had before these values are there: nothing is less than itself. */
    private String zero(List<String> made) {
        List<String> corners = new ArrayList<>();
        for (String value : made) {
            corners.add(p.emit("Slice", value, p.vector(0, 0, 0), p.vector(1, 1, 1), p.vector(0, 1, 2)));
        }
        String joined = p.concat(2, corners);
        String never = p.cast(p.emit("Less", joined, joined), p.type());
        return p.sum(never, 2);
    }
}
