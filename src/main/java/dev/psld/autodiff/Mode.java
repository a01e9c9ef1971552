package dev.psld.autodiff;

/** Where a pullback gets the forward values that it needs. Immutable. */
public enum Mode {
    /** The forward graph hands them over as extra outputs, the tape; cheap ones are computed again from the tape. */
    TAPE,
    /** The pullback takes the forward inputs and runs the forward graph inside: small memory, one graph. */
    RECOMPUTE
}
