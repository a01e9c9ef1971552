package dev.psld.graph.symbolic;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A whole number that depends on symbolic sizes, Σ c·Π sᵢ^eᵢ with rational c. Immutable.
 *
 * @param terms those whose coefficient is not 0
 */
record Polynomial(List<Term> terms) {
    Polynomial {
        terms = List.copyOf(terms);
    }

    /** One summand. */
    record Term(List<Integer> exponents, Ratio factor) {
        Term {
            exponents = List.copyOf(exponents);
        }

        boolean isConstant() {
            return exponents.stream().allMatch(e -> e == 0);
        }

        private String text(Samples samples) {
            List<String> factors = new ArrayList<>();
            for (int s = 0; s < exponents.size(); s++) {
                factors.addAll(Collections.nCopies(
                        exponents.get(s), samples.extents().get(s).symbol()));
            }
            String product = String.join("*", factors);
            String sign = factor.numerator() < 0 ? "-" : "";
            long times = Math.abs(factor.numerator());
            String scaled =
                    product.isEmpty() || times != 1 ? times + (product.isEmpty() ? "" : "*") + product : product;
            return sign + scaled + (factor.denominator() == 1 ? "" : "/" + factor.denominator());
        }
    }

    /**
     * The polynomial through the values at all combinations of sizes.
     *
     * @param values one for each combination, the last one the check
     * @return empty where the check has another value
     */
    static Optional<Polynomial> through(Samples samples, long... values) {
        int points = samples.degree() + 1;
        Ratio[] grid = new Ratio[samples.corners()];
        for (int i = 0; i < grid.length; i++) {
            grid[i] = Ratio.of(values[i]);
        }
        try {
            int stride = 1;
            for (int s = 0; s < samples.extents().size(); s++) {
                Extent extent = samples.extents().get(s);
                for (int i = 0; i < grid.length; i++) {
                    if (i / stride % points == 0) {
                        along(grid, i, stride, points, extent, s);
                    }
                }
                stride *= points;
            }
            Polynomial found = new Polynomial(terms(samples, grid));
            Ratio checked = found.at(samples, samples.corners());
            return checked.equals(Ratio.of(values[samples.corners()])) ? Optional.of(found) : Optional.empty();
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** Coefficients in place of values along one symbol, by divided differences. */
    private static void along(Ratio[] grid, int start, int stride, int points, Extent extent, int symbol) {
        Ratio p0 = Ratio.of(extent.sample(0, symbol));
        Ratio p1 = Ratio.of(extent.sample(1, symbol));
        Ratio v0 = grid[start];
        Ratio slope = grid[start + stride].minus(v0).over(p1.minus(p0));
        Ratio curve = Ratio.ZERO;
        if (points == 3) {
            Ratio p2 = Ratio.of(extent.sample(2, symbol));
            Ratio other = grid[start + 2 * stride].minus(v0).over(p2.minus(p0));
            curve = other.minus(slope).over(p2.minus(p1));
            grid[start + 2 * stride] = curve;
        }
        Ratio first = slope.minus(curve.times(p0.plus(p1)));
        grid[start] = v0.minus(first.times(p0)).minus(curve.times(p0).times(p0));
        grid[start + stride] = first;
    }

    private static List<Term> terms(Samples samples, Ratio... grid) {
        List<Term> terms = new ArrayList<>();
        for (int i = 0; i < grid.length; i++) {
            if (grid[i].numerator() != 0) {
                List<Integer> exponents = new ArrayList<>();
                int rest = i;
                for (int s = 0; s < samples.extents().size(); s++) {
                    exponents.add(rest % (samples.degree() + 1));
                    rest /= samples.degree() + 1;
                }
                terms.add(new Term(exponents, grid[i]));
            }
        }
        return terms;
    }

    private Ratio at(Samples samples, int sample) {
        Ratio sum = Ratio.ZERO;
        for (Term term : terms) {
            Ratio product = term.factor;
            for (int s = 0; s < term.exponents.size(); s++) {
                for (int e = 0; e < term.exponents.get(s); e++) {
                    product = product.times(Ratio.of(samples.size(sample, s)));
                }
            }
            sum = sum.plus(product);
        }
        return sum;
    }

    /** As a formula in the names of the sizes, such as {@code 2*height+1}. */
    String text(Samples samples) {
        StringBuilder text = new StringBuilder();
        for (int i = terms.size() - 1; i >= 0; i--) {
            String written = terms.get(i).text(samples);
            text.append(text.isEmpty() || written.startsWith("-") ? "" : "+").append(written);
        }
        return text.isEmpty() ? "0" : text.toString();
    }

    Optional<Long> constant() {
        if (terms.isEmpty()) {
            return Optional.of(0L);
        }
        return terms.size() == 1
                        && terms.get(0).isConstant()
                        && terms.get(0).factor.denominator() == 1
                ? Optional.of(terms.get(0).factor.numerator())
                : Optional.empty();
    }

    /** The symbol that alone it depends on, a·s + b with a not 0; empty where it is not of this form. */
    Optional<Integer> onlySymbol() {
        List<Term> moving = terms.stream().filter(t -> !t.isConstant()).toList();
        if (moving.size() != 1
                || moving.get(0).exponents.stream().mapToInt(e -> e).sum() != 1) {
            return Optional.empty();
        }
        return Optional.of(moving.get(0).exponents.indexOf(1));
    }

    /** a of a·s + b. */
    Ratio slope() {
        return terms.stream()
                .filter(t -> !t.isConstant())
                .map(Term::factor)
                .findFirst()
                .orElse(Ratio.ZERO);
    }

    /** b of a·s + b. */
    Ratio offset() {
        return terms.stream()
                .filter(Term::isConstant)
                .map(Term::factor)
                .findFirst()
                .orElse(Ratio.ZERO);
    }
}
