package dev.psld.sampler;

import dev.psld.fault.Fault;
import dev.psld.fault.FaultException;
import dev.psld.operator.Measurement;

/** A method needs more of a measurement than its operator offers. */
public final class UnsuitableOperatorException extends FaultException {
    private static final long serialVersionUID = 1L;

    UnsuitableOperatorException(Measurement measurement) {
        super(
                Fault.PHOTO,
                "the operator “" + measurement.operator().name()
                        + "” is known by its graph alone, which serves the methods "
                        + Method.words(Method.Prior.LATENTS) + ": choose one with --method, and a model with latents");
    }
}
