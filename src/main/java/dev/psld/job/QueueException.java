package dev.psld.job;

import dev.psld.fault.Fault;
import dev.psld.fault.FaultException;

/** The queue cannot be worked on as it is; the message says what is wrong and what to do. Nothing is lost: try again later. */
public final class QueueException extends FaultException {
    private static final long serialVersionUID = 1;

    public QueueException(String sentence) {
        super(Fault.QUEUE, sentence);
    }

    public QueueException(String sentence, Throwable cause) {
        super(Fault.QUEUE, sentence, cause);
    }
}
