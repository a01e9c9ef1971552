package dev.psld.graph.symbolic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A real number that depends on sizes as c·Π sᵢ^eᵢ, such as 1/N of a mean or 1/√N of a norm. Immutable. */
record SymbolPower(double factor, List<Double> exponents) {
    private static final double ROUNDING = 1e-5;

    SymbolPower {
        exponents = List.copyOf(exponents);
    }

    /**
     * The power through values at all combinations of sizes.
     *
     * @param rounding how exact the values are beyond what single precision is
     * @return empty where there is none
     */
    static Optional<SymbolPower> through(Samples samples, double rounding, double... values) {
        List<Double> exponents = new ArrayList<>();
        int stride = 1;
        double factor = values[0];
        for (int s = 0; s < samples.extents().size(); s++) {
            double sizes = (double) samples.size(stride, s) / samples.size(0, s);
            double ratio = values[stride] / values[0];
            // A whole or a half exponent.
            double exponent = Math.rint(2 * Math.log(ratio) / Math.log(sizes)) / 2;
            if (Double.isNaN(exponent) || Double.isInfinite(exponent)) {
                return Optional.empty();
            }
            exponents.add(exponent);
            factor /= Math.pow((double) samples.size(0, s), exponent);
            stride *= samples.degree() + 1;
        }
        SymbolPower found = new SymbolPower(rounded(factor), exponents);
        for (int i = 0; i < values.length; i++) {
            double at = found.factor;
            for (int s = 0; s < exponents.size(); s++) {
                at *= Math.pow((double) samples.size(i, s), exponents.get(s));
            }
            if (!(Math.abs(at - values[i]) <= Math.max(ROUNDING, rounding) * Math.abs(values[i]))) {
                return Optional.empty();
            }
        }
        return Optional.of(found);
    }

    /** The simple fraction that a factor is, but for the rounding of the values it was found from. */
    private static double rounded(double factor) {
        for (int denominator = 1; denominator <= 64; denominator++) {
            for (double value : new double[] {factor * denominator, denominator / factor}) {
                double whole = Math.rint(value);
                if (whole != 0 && Math.abs(value - whole) < 1e-6 * Math.abs(whole)) {
                    return value == factor * denominator ? whole / denominator : denominator / whole;
                }
            }
        }
        return factor;
    }
}
