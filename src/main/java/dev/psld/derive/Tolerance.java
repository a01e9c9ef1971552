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

    /** Steps of the difference quotients, relative to the size of a value, coarse first: the usual ones. */
    static double[] steps(ElementType type) {
        return switch (type) {
            case DOUBLE -> new double[] {1e-3, 3e-4, 1e-4, 3e-5};
            case FLOAT16, BFLOAT16 -> new double[] {1, 3e-1, 1e-1, 3e-2};
            default -> new double[] {3e-2, 1e-2, 3e-3, 1e-3};
        };
    }

    /** Further steps, finer and coarser, for functions on which the usual ones do not agree. */
    static double[] moreSteps(ElementType type) {
        return switch (type) {
            case DOUBLE -> new double[] {1e-2, 1e-5, 3e-6, 1e-6, 1e-7, 1e-8};
            case FLOAT16, BFLOAT16 -> new double[] {1e-2};
            default -> new double[] {3e-1, 1e-1, 3e-4, 1e-4, 3e-5, 1e-5, 3e-6};
        };
    }

    /** What rounding inside a net may change of its results, relative to their size: some hundred units in the last place. */
    static double rounding(ElementType type) {
        return switch (type) {
            case DOUBLE -> 3e-14;
            case FLOAT16 -> 1e-1;
            case BFLOAT16 -> 1;
            default -> 1e-5;
        };
    }

    /** What rounding changes of a value to which a small shift was added, relative to its size. */
    static double unitRounding(ElementType type) {
        return switch (type) {
            case DOUBLE -> 4e-16;
            case FLOAT16 -> 2e-3;
            case BFLOAT16 -> 2e-2;
            default -> 2.4e-7;
        };
    }
}
