package dev.psld.graph.symbolic;

/** A rational number in lowest terms, its denominator positive. Immutable; a result beyond 64 bits is an ArithmeticException. */
record Ratio(long numerator, long denominator) {
    static final Ratio ZERO = new Ratio(0, 1);

    Ratio {
        long common = gcd(Math.abs(numerator), Math.abs(denominator));
        long sign = denominator < 0 ? -1 : 1;
        numerator = sign * numerator / common;
        denominator = sign * denominator / common;
    }

    static Ratio of(long whole) {
        return new Ratio(whole, 1);
    }

    Ratio plus(Ratio other) {
        return new Ratio(
                Math.addExact(
                        Math.multiplyExact(numerator, other.denominator),
                        Math.multiplyExact(other.numerator, denominator)),
                Math.multiplyExact(denominator, other.denominator));
    }

    Ratio minus(Ratio other) {
        return plus(new Ratio(-other.numerator, other.denominator));
    }

    Ratio times(Ratio other) {
        return new Ratio(
                Math.multiplyExact(numerator, other.numerator), Math.multiplyExact(denominator, other.denominator));
    }

    Ratio over(Ratio other) {
        return new Ratio(
                Math.multiplyExact(numerator, other.denominator), Math.multiplyExact(denominator, other.numerator));
    }

    static long gcd(long a, long b) {
        return b == 0 ? Math.max(1, a) : gcd(b, a % b);
    }
}
