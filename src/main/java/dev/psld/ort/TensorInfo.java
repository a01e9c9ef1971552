package dev.psld.ort;

import java.util.List;

/**
 * Declared name, type and shape of a graph's input or output. Immutable.
 *
 * @param shape sizes, -1 where unknown
 * @param symbols for every dimension its symbol, or an empty text
 */
public record TensorInfo(String name, ElementType type, List<Long> shape, List<String> symbols) {
    public TensorInfo {
        shape = List.copyOf(shape);
        symbols = List.copyOf(symbols);
    }

    /** True when every size is known. */
    public boolean fixed() {
        return shape.stream().allMatch(size -> size >= 0);
    }

    /** The shape as an array for {@link OrtTensor}. */
    public long[] dimensions() {
        return shape.stream().mapToLong(Long::longValue).toArray();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name).append(' ').append(type).append('[');
        for (int i = 0; i < shape.size(); i++) {
            String symbol = symbols.get(i);
            text.append(i == 0 ? "" : ",").append(shape.get(i) >= 0 ? shape.get(i) : symbol.isEmpty() ? "?" : symbol);
        }
        return text.append(']').toString();
    }
}
