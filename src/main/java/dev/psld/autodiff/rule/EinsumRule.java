package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.graph.Attributes;
import dev.psld.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Einstein sum: x̄ is the Einstein sum of ȳ with the other operands; letters that only x has are stretched back. */
final class EinsumRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Einsum");
    }

    @Override
    public void pull(Pullback p) {
        int count = p.node().inputs().size();
        String equation = p.attributes().text("equation", "").replace(" ", "");
        if (equation.contains(".")) {
            throw p.unsupported("its equation “" + equation + "” has an ellipsis: write the axes out as letters");
        }
        int arrow = equation.indexOf("->");
        String[] letters = (arrow < 0 ? equation : equation.substring(0, arrow)).split(",", -1);
        String out = arrow < 0 ? implied(letters) : equation.substring(arrow + 2);
        for (int i = 0; i < count; i++) {
            if (p.isActive(i)) {
                p.accumulate(i, operand(p, letters, out, i));
            }
        }
    }

    private static String operand(Pullback p, String[] letters, String out, int i) {
        String own = letters[i];
        if (own.chars().distinct().count() < own.length()) {
            throw p.unsupported("operand " + i + " of its equation has a letter twice (a diagonal)");
        }
        List<String> terms = new ArrayList<>(List.of(out));
        List<String> values = new ArrayList<>(List.of(p.cotangent()));
        for (int k = 0; k < letters.length; k++) {
            if (k != i) {
                terms.add(letters[k]);
                values.add(p.x(k));
            }
        }
        String known = String.join("", terms);
        StringBuilder shared = new StringBuilder();
        long[] dims = p.xShape(i).toArray();
        for (int a = 0; a < own.length(); a++) {
            if (known.indexOf(own.charAt(a)) >= 0) {
                shared.append(own.charAt(a));
            } else {
                dims[a] = 1;
            }
        }
        String equation = String.join(",", terms) + "->" + shared;
        String sum = p.emit("Einsum", Attributes.of("equation", equation), values.toArray(String[]::new));
        Shape kept = Shape.of(dims);
        return kept.equals(p.xShape(i)) ? sum : p.expand(p.reshape(sum, kept), p.xShape(i));
    }

    /** Without an arrow the result has the letters that occur once, in alphabetical order. */
    private static String implied(String[] letters) {
        String all = String.join("", letters);
        return all.chars()
                .filter(c -> all.indexOf(c) == all.lastIndexOf(c))
                .sorted()
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }
}
