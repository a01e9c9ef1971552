package dev.psld.sampler;

import dev.psld.fault.Fault;
import dev.psld.fault.FaultException;
import dev.psld.operator.Measurement;

/** A method needs more of a measurement than its operator offers. */
public final class UnsuitableOperatorException extends FaultException {
    private static final long serialVersionUID = 1L;

    private UnsuitableOperatorException(String sentence) {
        super(Fault.PHOTO, sentence);
    }

    UnsuitableOperatorException(Measurement measurement) {
        this("the operator “" + measurement.operator().name()
                + "” is known by its graph alone, which serves the methods "
                + Method.words(Method.Prior.LATENTS) + ": choose one with --method, and a model with latents");
    }

    /** Where a method needs singular values. */
    static UnsuitableOperatorException withoutSpectrum(Measurement measurement) {
        return new UnsuitableOperatorException("the operator “"
                + measurement.operator().name()
                + "” has no singular value decomposition that can be had in reasonable time, which ddrm needs: choose another"
                + " method, such as pnp or diffpir");
    }
}
