package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.rule.part.Diagonal;
import dev.psld.autodiff.rule.part.Subscripts;
import dev.psld.graph.Attributes;
import dev.psld.graph.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Einstein sum: x̄ is the Einstein sum of ȳ with the other operands; letters that only x has, or in which x is stretched,
 * are stretched or summed back, and a letter that x has twice (a diagonal) puts x̄ on that diagonal.
 */
final class EinsumRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Einsum");
    }

    @Override
    public void pull(Pullback p) {
        int count = p.node().inputs().size();
        List<Shape> shapes = IntStream.range(0, count).mapToObj(p::xShape).toList();
        Subscripts subscripts = Subscripts.of(p.attributes().text("equation", ""), shapes, p.yShape());
        for (int i = 0; i < count; i++) {
            if (p.isActive(i)) {
                p.accumulate(i, operand(p, subscripts, i));
            }
        }
    }

    private static String operand(Pullback p, Subscripts subscripts, int i) {
        List<String> terms = new ArrayList<>();
        List<String> values = new ArrayList<>();
        List<String> scalars = new ArrayList<>();
        add(p, subscripts.squeezed(subscripts.result(), p.yShape()), p.cotangent(), p.yShape(), terms, values, scalars);
        for (int k = 0; k < subscripts.operands().size(); k++) {
            if (k != i) {
                String letters = subscripts.squeezed(subscripts.operands().get(k), p.xShape(k));
                add(p, letters, p.x(k), p.xShape(k), terms, values, scalars);
            }
        }
        String own = subscripts.operands().get(i);
        String known = String.join("", terms);
        StringBuilder shared = new StringBuilder();
        long[] dims = p.xShape(i).toArray();
        for (int a = 0; a < own.length(); a++) {
            char letter = own.charAt(a);
            boolean fits = dims[a] == subscripts.size(letter) && own.indexOf(letter) == a;
            if (fits && known.indexOf(letter) >= 0) {
                shared.append(letter);
            } else {
                dims[a] = 1;
            }
        }
        String sum = terms.isEmpty() ? p.scalar(1) : product(p, terms, shared.toString(), values);
        for (String scalar : scalars) {
            sum = p.mul(sum, scalar);
        }
        Shape kept = Shape.of(dims);
        String placed = shared.length() == own.length() ? sum : p.reshape(sum, kept);
        String whole = kept.equals(p.xShape(i)) ? placed : p.expand(placed, p.xShape(i));
        return Diagonal.only(p, whole, own, p.xShape(i));
    }

    private static String product(Pullback p, List<String> terms, String shared, List<String> values) {
        if (terms.size() == 1 && terms.get(0).equals(shared)) {
            return values.get(0);
        }
        String equation = String.join(",", terms) + "->" + shared;
        return p.emit("Einsum", Attributes.of("equation", equation), values.toArray(String[]::new));
    }

    /** Adds a factor without the axes in which it is stretched; a lone number goes among the scalars. */
    private static void add(
            Pullback p,
            String letters,
            String value,
            Shape shape,
            List<String> terms,
            List<String> values,
            List<String> scalars) {
        if (letters.isEmpty()) {
            scalars.add(p.reshape(value, shape, Shape.of()));
            return;
        }
        terms.add(letters);
        long[] kept = Arrays.stream(shape.toArray()).filter(d -> d != 1).toArray();
        values.add(letters.length() == shape.rank() ? value : p.reshape(value, Shape.of(kept)));
    }
}
