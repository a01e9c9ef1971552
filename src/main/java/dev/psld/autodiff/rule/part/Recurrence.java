package dev.psld.autodiff.rule.part;

import dev.psld.autodiff.Expansion;
import dev.psld.autodiff.Pullback;
import dev.psld.graph.ElementType;
import dev.psld.graph.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * A recurrent node written out step by step: directions, layouts, initial states and lengths of sequences, about a cell that
 * makes the next states from one row of the input. Immutable; lives in one rule.
 */
public record Recurrence(Pullback p, Expansion e, int states) {

    /** What makes the next states, the first of them being the output. */
    public interface Cell {
        List<String> next(int direction, String x, List<String> states);
    }

    private boolean batchFirst() {
        return p.attributes().integer("layout", 0) != 0;
    }

    /** Steps of the sequence. */
    public long length() {
        return p.xShape().dim(batchFirst() ? 1 : 0);
    }

    public long batch() {
        return p.xShape().dim(batchFirst() ? 0 : 1);
    }

    public int directions() {
        return (int) p.xShape(1).dim(0);
    }

    public long size() {
        return p.xShape(2).dim(-1);
    }

    /** A weight of one direction, with the rows from a block on that has the hidden size; all of them from block −1. */
    public String weight(int input, int direction, int block) {
        Shape shape = p.xShape(input);
        String one = e.slice(p.x(input), 0, direction, direction + 1);
        Shape flat = new Shape(shape.dims().subList(1, shape.rank()));
        String all = e.reshape(one, flat);
        return block < 0 ? all : e.slice(all, 0, block * size(), (block + 1) * size());
    }

    /** The outputs of the node: the whole sequence, and the last of each state. */
    public List<String> outputs(int firstState, Cell cell) {
        String x = batchFirst() ? e.transpose(p.x(), 1, 0, 2) : p.x();
        Shape row = Shape.of(batch(), p.xShape().dim(-1));
        Shape state = Shape.of(batch(), size());
        List<List<String>> sequences = new ArrayList<>();
        List<List<String>> last = new ArrayList<>();
        for (int d = 0; d < directions(); d++) {
            boolean back = d == 1 || p.attributes().text("direction", "forward").equals("reverse");
            List<String> now = new ArrayList<>();
            for (int k = 0; k < states; k++) {
                now.add(initial(firstState + k, d, state));
            }
            String[] sequence = new String[(int) length()];
            for (int i = 0; i < sequence.length; i++) {
                int t = back ? sequence.length - 1 - i : i;
                List<String> next = cell.next(d, e.reshape(e.slice(x, 0, t, t + 1), row), now);
                sequence[t] = e.reshape(within(t, next.get(0), e.filled(state, 0)), Shape.of(1, 1, batch(), size()));
                for (int k = 0; k < states; k++) {
                    now.set(k, within(t, next.get(k), now.get(k)));
                }
            }
            sequences.add(List.of(sequence));
            last.add(now);
        }
        List<String> outputs = new ArrayList<>();
        outputs.add(joined(sequences));
        for (int k = 0; k < states; k++) {
            List<String> parts = new ArrayList<>();
            for (List<String> of : last) {
                parts.add(e.reshape(of.get(k), Shape.of(1, batch(), size())));
            }
            String both = e.concat(0, parts);
            outputs.add(batchFirst() ? e.transpose(both, 1, 0, 2) : both);
        }
        return outputs;
    }

    private String joined(List<List<String>> sequences) {
        List<String> parts = new ArrayList<>();
        sequences.forEach(s -> parts.add(e.concat(0, s)));
        String whole = e.concat(1, parts);
        return batchFirst() ? e.transpose(whole, 2, 0, 1, 3) : whole;
    }

    private String initial(int input, int direction, Shape state) {
        if (!p.node().hasInput(input)) {
            return e.filled(state, 0);
        }
        String whole = batchFirst() ? e.transpose(p.x(input), 1, 0, 2) : p.x(input);
        return e.reshape(e.slice(whole, 0, direction, direction + 1), state);
    }

    /** The one value where a sequence is still running at this step, else the other. */
    private String within(int step, String value, String otherwise) {
        if (!p.node().hasInput(4)) {
            return value;
        }
        String lengths = e.reshape(e.cast(p.x(4), ElementType.INT64), Shape.of(batch(), 1));
        return e.where(e.emit("Greater", lengths, e.vector(step)), value, otherwise);
    }

    /** A sum kept inside the clip of the node. */
    public String clipped(String value) {
        double clip = p.attributes().real("clip", 0);
        return clip <= 0 ? value : e.emit("Min", e.emit("Max", value, e.scalar(-clip)), e.scalar(clip));
    }

    /** x·Wᵀ + bias of a block of gates. */
    public String affine(String x, int weights, int direction, int block, int bias) {
        String product = e.matmul(x, e.transpose(weight(weights, direction, block), 1, 0));
        return p.node().hasInput(3) ? e.add(product, weight(3, direction, bias)) : product;
    }
}
