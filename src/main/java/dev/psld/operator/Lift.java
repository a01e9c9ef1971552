package dev.psld.operator;

/** Which map T stands in for the transpose of an operator A in the gluing G = T y + x − T A x. Immutable. */
public enum Lift {
    /** What the authors of PSLD use: nearest neighbours for bicubic down-sampling, the identity for everything else. */
    AUTHOR,

    /** The pseudo-inverse A⁺ where there is one (masks, down-sampling), the identity for blurs. The default. */
    STABLE,

    /** A damped inverse near Aᵀ(AAᵀ + λI)⁻¹ where it is offered (blurs), otherwise as {@link #STABLE}. */
    REGULARISED
}
