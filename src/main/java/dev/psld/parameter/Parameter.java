package dev.psld.parameter;

import java.math.BigDecimal;
import java.util.Locale;

/**
 * A number that a user can set: the command line, job files, the agent's configuration, presets and reports take its name,
 * range and sentence from here. Immutable and thread-safe.
 *
 * @param name in camel case, as in job files, presets and reports; {@link #option} is its name elsewhere
 * @param symbol what formulae call it; empty for none
 * @param unit empty for a number without one
 * @param least smallest value; itself allowed unless {@code open}
 * @param most largest value, itself allowed
 * @param open whether only values above {@code least} will do
 * @param whole whether only whole numbers will do
 * @param sentence what it is for
 */
public record Parameter(
        String name,
        String symbol,
        String unit,
        double least,
        double most,
        boolean open,
        boolean whole,
        String sentence) {

    /** A whole number from {@code least} to {@code most}. */
    public static Parameter whole(String name, int least, int most, String sentence) {
        return new Parameter(name, "", "", least, most, false, true, sentence);
    }

    /** A number from {@code least} to {@code most}. */
    public static Parameter number(String name, String symbol, double least, double most, String sentence) {
        return new Parameter(name, symbol, "", least, most, false, false, sentence);
    }

    /** The same with a unit. */
    public Parameter in(String newUnit) {
        return new Parameter(name, symbol, newUnit, least, most, open, whole, sentence);
    }

    /** The same without its smallest value. */
    public Parameter above() {
        return new Parameter(name, symbol, unit, least, most, true, whole, sentence);
    }

    /** Its name on the command line and in the agent's configuration: {@code sigma-y} for {@code sigmaY}. */
    public String option() {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /** What it is for, with its symbol: for readers who know the formulae too. */
    public String described() {
        return symbol.isEmpty() ? sentence : sentence.substring(0, sentence.length() - 1) + " (" + symbol + ").";
    }

    /** The smallest value in words: {@code 1 or more}, {@code above 0}. */
    public String floor() {
        return open ? "above " + text(least) : text(least) + " or more";
    }

    /** Whether the value is not too small; NaN is. */
    public boolean reaches(double value) {
        return open ? value > least : value >= least;
    }

    /** What may stand there, as it follows the word “give”. */
    public String range() {
        String kind = whole ? "a whole number " : "a number ";
        String from = open ? "above " + text(least) + ", at most " : "from " + text(least) + " to ";
        return kind + from + text(most) + (unit.isEmpty() ? "" : " (" + unit + ")");
    }

    /** Whether the value is in range; NaN never is. */
    public boolean allows(double value) {
        return reaches(value) && value <= most && (!whole || value == Math.rint(value));
    }

    /**
     * The value itself.
     *
     * @throws IllegalArgumentException that names the parameter, the value and the range
     */
    public double check(double value) {
        if (!allows(value)) {
            throw new IllegalArgumentException(name + " cannot be "
                    + (whole && value == Math.rint(value) ? text(value) : value) + ": give " + range());
        }
        return value;
    }

    /** A number without an exponent or needless zeros. */
    private static String text(double value) {
        return Double.isFinite(value)
                ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
                : String.valueOf(value);
    }
}
