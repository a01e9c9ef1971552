package dev.psld.operator;

import dev.psld.graph.Graph;

/**
 * The two graphs that compare an image with the measurement and glue the measurement into it. Immutable and thread-safe.
 *
 * @param measure r = A x + noise − y and G = T y + x − T A x, where both share A x. Inputs: {@code x}, {@code y}, {@code
 *     ty} = T y when gluing, {@code noise} (shaped like y, already multiplied by its standard deviation) when asked for,
 *     and those of the operator's parameters that it needs. Outputs: {@code residual} r, {@code residual_squared} = Σ r²
 *     (rank 0), and {@code glued} G when gluing
 * @param pullback {@code x_cotangent} = A*(scale·residual − T* glued_cotangent) + glued_cotangent, with the true adjoints
 *     from the differentiator. Inputs: {@code residual}, {@code scale} (rank 0), {@code glued_cotangent} when gluing, and
 *     those of x and the parameters that the derivatives need; a linear operator does not need x
 */
public record Glue(Graph measure, Graph pullback) {
    public static final String TY = "ty";
    public static final String NOISE = "noise";
    public static final String RESIDUAL = "residual";
    public static final String RESIDUAL_SQUARED = "residual_squared";
    public static final String GLUED = "glued";
    public static final String SCALE = "scale";

    /**
     * Both graphs of one operator.
     *
     * @param gluing whether G and its cotangent are wanted; an operator without a lift refuses
     * @param noise whether fresh noise is added to A x
     */
    public static Glue of(MeasurementOperator operator, boolean gluing, boolean noise) {
        return new Glue(GlueForward.graph(operator, gluing, noise), GluePullback.graph(operator, gluing));
    }
}
