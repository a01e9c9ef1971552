package dev.psld.fault;

/** Who must act when something fails, and so whether to try again, to go on with other work, or to wait. */
public enum Fault {
    /** Whoever wrote the command line. */
    USAGE,
    /** The owner of the photo, or of what lies beside it: mask, kernel, settings. Other photos go on. */
    PHOTO,
    /** The owner of an ONNX graph that was given: an operator, or a model to differentiate. */
    GRAPH,
    /** The owner of the model: it is missing or damaged. No photo can be restored with it. */
    MODEL,
    /** Whoever set up the machine: an execution provider that was asked for cannot be used. */
    PROVIDER,
    /** Nobody at first: ONNX Runtime refused a call, or its device is gone or full. It may pass. */
    RUNTIME,
    /** The owner of the place that results go to. */
    OUTPUT,
    /** The owner of the queue that jobs lie in. Nothing is lost: it is tried again. */
    QUEUE,
    /** Whoever wrote the configuration. */
    CONFIGURATION,
    /** The people who made this program. */
    DEFECT;

    /** Who must act on anything that was thrown: what is no {@link FaultException} is a defect. */
    public static Fault of(Throwable thrown) {
        return thrown instanceof FaultException e ? e.fault() : DEFECT;
    }
}
