package dev.psld.graph;

/** A graph that cannot be read, is not well formed, or cannot be written; the message is a sentence for the user. */
public final class GraphException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public GraphException(String message) {
        super(message);
    }

    public GraphException(String message, Throwable cause) {
        super(message, cause);
    }
}
