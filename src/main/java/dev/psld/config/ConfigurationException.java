package dev.psld.config;

import dev.psld.fault.Fault;
import dev.psld.fault.FaultException;

/** A file of settings that cannot be used; the message says what is wrong with it. */
public final class ConfigurationException extends FaultException {
    private static final long serialVersionUID = 1;

    public ConfigurationException(String message) {
        super(Fault.CONFIGURATION, message);
    }

    public ConfigurationException(String message, Throwable cause) {
        super(Fault.CONFIGURATION, message, cause);
    }
}
