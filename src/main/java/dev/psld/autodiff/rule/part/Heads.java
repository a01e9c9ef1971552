package dev.psld.autodiff.rule.part;

import dev.psld.autodiff.Pullback;
import dev.psld.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Queries, keys and values of an Attention node, split into heads: (batch, shared heads, heads that share, length, size),
 * without the third axis where each head has a key of its own. Keys and values hold the cache in front. Immutable.
 */
public final class Heads {
    private final Pullback p;
    private final long batch;
    private final long shared;
    private final long sharing;
    private final long length;
    private final long cached;
    private final long total;
    private final long size;
    private final long valueSize;
    private final String queries;
    private final String keys;
    private final String values;

    private Heads(Pullback p) {
        this.p = p;
        Shape q = p.xShape(0);
        boolean apart = q.rank() == 4;
        long heads = apart ? q.dim(1) : p.attributes().integer("q_num_heads", 1);
        batch = q.dim(0);
        shared = apart ? p.xShape(1).dim(1) : p.attributes().integer("kv_num_heads", 1);
        sharing = heads / shared;
        length = q.dim(-2);
        cached = p.node().hasInput(4) ? p.xShape(4).dim(2) : 0;
        total = cached + p.xShape(1).dim(-2);
        size = apart ? q.dim(-1) : q.dim(-1) / heads;
        valueSize = apart ? p.xShape(2).dim(-1) : p.xShape(2).dim(-1) / shared;
        queries = grouped(p.x(0), q.dim(-1));
        keys = withCache(1, 4, size);
        values = withCache(2, 5, valueSize);
    }

    public static Heads of(Pullback p) {
        return new Heads(p);
    }

    public long length() {
        return length;
    }

    /** Keys of the cache, which come before the node's own. */
    public long cached() {
        return cached;
    }

    /** Keys in all. */
    public long total() {
        return total;
    }

    public long size() {
        return size;
    }

    public long valueSize() {
        return valueSize;
    }

    public String queries() {
        return queries;
    }

    public String keys() {
        return keys;
    }

    public String values() {
        return values;
    }

    public double scale() {
        return p.attributes().real("scale", 1 / Math.sqrt((double) size));
    }

    /** The shape of a value with this many rows and columns a head. */
    public Shape shape(long rows, long columns) {
        return sharing == 1 ? Shape.of(batch, shared, rows, columns) : Shape.of(batch, shared, sharing, rows, columns);
    }

    /** The same in four axes, all heads in one. */
    public Shape joined(long rows, long columns) {
        return Shape.of(batch, shared * sharing, rows, columns);
    }

    public String transposed(String value) {
        return p.swapLast(value, sharing == 1 ? 4 : 5);
    }

    /** The cotangent of Y split into heads. */
    public String grouped(String cotangent) {
        return grouped(cotangent, p.yShape().dim(-1));
    }

    private String grouped(String value, long width) {
        long columns = p.xShape(0).rank() == 4 ? width : width / (shared * sharing);
        String split = split(value, p.xShape(0).rank(), shared * sharing, length, columns);
        return p.reshape(split, joined(length, columns), shape(length, columns));
    }

    /** A cotangent of the queries laid out as they came. */
    public String apart(String value) {
        String joined = p.reshape(value, shape(length, size), joined(length, size));
        return merged(joined, p.xShape(0));
    }

    /** Hands a cotangent of all keys or values to the node's own and to the cache, with what the present output got. */
    public void give(String value, long columns, int own, int cache, Optional<String> present) {
        String summed = sharing == 1 ? value : p.reshape(p.wideSum(value, 2), Shape.of(batch, shared, total, columns));
        String all = present.map(c -> p.add(summed, c)).orElse(summed);
        if (p.isActive(cache)) {
            p.accumulate(cache, p.slice(all, 2, 0, cached));
        }
        if (p.isActive(own)) {
            String last = cached == 0 ? all : p.slice(all, 2, cached, total);
            p.accumulate(own, merged(last, p.xShape(own)));
        }
    }

    private String withCache(int own, int cache, long columns) {
        String split = split(p.x(own), p.xShape(own).rank(), shared, total - cached, columns);
        List<String> parts = new ArrayList<>();
        if (cached > 0) {
            parts.add(p.x(cache));
        }
        parts.add(split);
        String whole = p.concat(2, parts);
        return sharing == 1 ? whole : p.reshape(whole, Shape.of(batch, shared, 1, total, columns));
    }

    private String split(String value, int rank, long heads, long rows, long columns) {
        return rank == 4 ? value : p.transpose(p.reshape(value, Shape.of(batch, rows, heads, columns)), 0, 2, 1, 3);
    }

    private String merged(String value, Shape to) {
        return to.rank() == 4 ? value : p.reshape(p.transpose(value, 0, 2, 1, 3), to);
    }
}
