package dev.psld.graph.symbolic;

import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Sizes as values of a graph that is being built: read from the shapes of its inputs, put together as asked. Not thread-safe. */
final class SizeNodes {
    private final GraphBuilder builder;
    private final Samples samples;
    private final Map<Integer, String> symbols = new HashMap<>();
    private final Map<Object, String> made = new HashMap<>();

    SizeNodes(GraphBuilder builder, Samples samples) {
        this.builder = builder;
        this.samples = samples;
    }

    /** Takes note of an input whose dimension tells a symbol. */
    void source(String input, int axis, Polynomial dimension) {
        Optional<Integer> symbol = dimension.onlySymbol();
        if (symbol.isEmpty() || symbols.containsKey(symbol.get())) {
            return;
        }
        String size = emit("Gather", emit("Shape", input), builder.vector(axis));
        Ratio slope = dimension.slope();
        Ratio offset = dimension.offset();
        // dim = (n/d)·s + b, hence s = (dim − b)·d/n, where b has a denominator of its own.
        if (offset.numerator() != 0) {
            size = offset.denominator() == 1
                    ? emit("Sub", size, builder.vector(offset.numerator()))
                    : emit(
                            "Sub",
                            emit("Mul", size, builder.vector(offset.denominator())),
                            builder.vector(offset.numerator()));
            slope = slope.times(Ratio.of(offset.denominator()));
        }
        if (slope.denominator() != 1) {
            size = emit("Mul", size, builder.vector(slope.denominator()));
        }
        if (slope.numerator() != 1) {
            size = emit("Div", size, builder.vector(slope.numerator()));
        }
        symbols.put(symbol.get(), size);
    }

    boolean knowsAll() {
        return symbols.size() == samples.extents().size();
    }

    /** Symbols that no dimension of an input tells. */
    String unknown() {
        List<String> names = new ArrayList<>();
        for (int s = 0; s < samples.extents().size(); s++) {
            if (!symbols.containsKey(s)) {
                names.add("“" + samples.extents().get(s).symbol() + "”");
            }
        }
        return names.stream().collect(Collectors.joining(", "));
    }

    /** A size as a vector of one number. */
    String vector(Polynomial size) {
        String known = made.get(size);
        if (known != null) {
            return known;
        }
        long common = 1;
        for (Polynomial.Term term : size.terms()) {
            long denominator = term.factor().denominator();
            common = common / Ratio.gcd(common, denominator) * denominator;
        }
        String sum = "";
        for (Polynomial.Term term : size.terms()) {
            long factor = term.factor().numerator() * (common / term.factor().denominator());
            String product = term.isConstant() ? builder.vector(factor) : product(term.exponents());
            if (!term.isConstant() && factor != 1) {
                product = emit("Mul", product, builder.vector(factor));
            }
            sum = sum.isEmpty() ? product : emit("Add", sum, product);
        }
        String whole = sum.isEmpty() ? builder.vector(0) : sum;
        String result = common == 1 ? whole : emit("Div", whole, builder.vector(common));
        made.put(size, result);
        return result;
    }

    /** Sizes as one vector. */
    String vector(List<Polynomial> sizes) {
        String known = made.get(sizes);
        if (known != null) {
            return known;
        }
        List<String> parts = new ArrayList<>();
        List<Long> fixed = new ArrayList<>();
        for (Polynomial size : sizes) {
            Optional<Long> constant = size.constant();
            if (constant.isPresent()) {
                fixed.add(constant.get());
            } else {
                flush(fixed, parts);
                parts.add(vector(size));
            }
        }
        flush(fixed, parts);
        String result = parts.size() == 1
                ? parts.get(0)
                : builder.emit("Concat", Attributes.of("axis", 0), parts.toArray(String[]::new));
        made.put(List.copyOf(sizes), result);
        return result;
    }

    private void flush(List<Long> fixed, List<String> parts) {
        if (!fixed.isEmpty()) {
            parts.add(builder.vector(fixed.stream().mapToLong(Long::longValue).toArray()));
            fixed.clear();
        }
    }

    private String product(List<Integer> exponents) {
        String known = made.get(exponents);
        if (known != null) {
            return known;
        }
        String product = "";
        for (int s = 0; s < exponents.size(); s++) {
            for (int e = 0; e < exponents.get(s); e++) {
                String symbol = symbol(s);
                product = product.isEmpty() ? symbol : emit("Mul", product, symbol);
            }
        }
        made.put(exponents, product);
        return product;
    }

    private String symbol(int s) {
        return Optional.ofNullable(symbols.get(s)).orElseThrow();
    }

    /** A real number that depends on sizes, as a scalar. */
    String real(SymbolPower power, ElementType type) {
        String known = made.get(power);
        if (known != null) {
            return known;
        }
        // In double precision as long as it is a size; ONNX Runtime has Pow for it.
        String product = builder.constant(Tensor.scalar(ElementType.DOUBLE, power.factor()));
        for (int s = 0; s < power.exponents().size(); s++) {
            double exponent = power.exponents().get(s);
            if (exponent != 0) {
                String size = emit("Cast", Attributes.of("to", ElementType.DOUBLE.code()), emit("Squeeze", symbol(s)));
                String raised = exponent == 1
                        ? size
                        : emit("Pow", size, builder.constant(Tensor.scalar(ElementType.DOUBLE, exponent)));
                product = emit("Mul", product, raised);
            }
        }
        String result = emit("Cast", Attributes.of("to", type.code()), product);
        made.put(power, result);
        return result;
    }

    /** 0, 1, … below a size. */
    String range(Polynomial end) {
        return emit(
                "Range",
                builder.constant(Tensor.longs(Shape.of(), 0)),
                emit("Squeeze", vector(end)),
                builder.constant(Tensor.longs(Shape.of(), 1)));
    }

    String emit(String op, String... inputs) {
        return builder.emit(op, inputs);
    }

    String emit(String op, Attributes attributes, String... inputs) {
        return builder.emit(op, attributes, inputs);
    }
}
