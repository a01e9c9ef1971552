package dev.psld.job;

/** Another agent has taken the claim over: whoever held it stops at once and touches nothing of it. */
public final class LostClaimException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public LostClaimException(String message) {
        super(message);
    }
}
