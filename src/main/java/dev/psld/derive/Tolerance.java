package dev.psld.derive;

import dev.psld.graph.ElementType;

/**
 * Up to which error a check passes, relative to ‖Jv‖‖w‖. Immutable.
 *
 * @param adjoint of the adjoint test, which rounding alone limits
 * @param difference of difference quotients, which a step also blurs
 */
public record Tolerance(double adjoint, double difference) {

    /** What the precision of a model allows. */
    public static Tolerance of(ElementType type) {
        return switch (type) {
            case DOUBLE -> new Tolerance(1e-10, 1e-5);
            case FLOAT16, BFLOAT16 -> new Tolerance(2e-2, 2e-1);
            default -> new Tolerance(1e-4, 1e-2);
        };
    }

    /** Steps of the difference quotients, from too coarse to too fine for the precision. */
    static double[] steps(ElementType type) {
        return switch (type) {
            case DOUBLE -> new double[] {1e-3, 1e-4, 1e-5};
            case FLOAT16, BFLOAT16 -> new double[] {3e-1, 1e-1};
            default -> new double[] {3e-2, 1e-2, 3e-3, 1e-3};
        };
    }
}
