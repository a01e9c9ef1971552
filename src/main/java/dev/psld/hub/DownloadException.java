package dev.psld.hub;

import dev.psld.fault.Fault;
import dev.psld.fault.FaultException;

/** A model that cannot be fetched; the message says what stood in the way and what to do. */
public final class DownloadException extends FaultException {
    private static final long serialVersionUID = 1L;

    DownloadException(String message) {
        super(Fault.MODEL, message);
    }

    DownloadException(String message, Throwable cause) {
        super(Fault.MODEL, message, cause);
    }
}
