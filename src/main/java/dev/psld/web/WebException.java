package dev.psld.web;

/** A request that is answered by a sentence on what is wrong. Immutable. */
final class WebException extends RuntimeException {
    private final int status;

    /**
     * @param status of HTTP, 4xx or 5xx
     * @param sentence what is wrong and what to do
     */
    WebException(int status, String sentence) {
        super(sentence);
        this.status = status;
    }

    static WebException missing(String what) {
        return new WebException(404, "There is no " + what + ".");
    }

    int status() {
        return status;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
