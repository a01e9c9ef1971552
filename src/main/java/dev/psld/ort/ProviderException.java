package dev.psld.ort;

import dev.psld.fault.Fault;
import dev.psld.fault.FaultException;

/** An execution provider that was asked for and cannot be used; the message holds the loader's words and the remedy. */
public final class ProviderException extends FaultException {
    private static final long serialVersionUID = 1L;

    private final transient Provider provider;

    ProviderException(Provider provider, String message) {
        super(Fault.PROVIDER, message);
        this.provider = provider;
    }

    /** ONNX Runtime cannot be loaded, or cannot load a model on the provider. */
    public ProviderException(Provider provider, OrtException cause) {
        super(Fault.PROVIDER, cause.sentence(), cause);
        this.provider = provider;
    }

    /** The provider that was asked for. */
    public Provider provider() {
        return provider;
    }
}
