package dev.psld.autodiff;

/** A graph that cannot be differentiated as asked; the message is a sentence for the user. */
public class DiffException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DiffException(String message) {
        super(message);
    }
}
