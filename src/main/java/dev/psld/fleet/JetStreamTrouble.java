package dev.psld.fleet;

import dev.psld.job.QueueException;
import io.nats.client.JetStreamApiException;

/** What the servers answer that is no answer to the question, in sentences that say what to do. Stateless. */
final class JetStreamTrouble {
    /** A compare-and-set that came too late. */
    static final int WRONG_SEQUENCE = 10071;

    static final int NO_MESSAGE = 10037;
    static final int NO_CONSUMER = 10014;
    static final int NO_STREAM = 10059;
    private static final int NOT_ENABLED = 10076;
    private static final int NOT_FOR_ACCOUNT = 10039;
    private static final int NO_STORAGE = 10047;
    private static final int NO_RESOURCES = 10023;
    private static final int FULL = 10077;

    private JetStreamTrouble() {}

    static boolean is(Exception e, int code) {
        return e instanceof JetStreamApiException api && api.getApiErrorCode() == code;
    }

    static QueueException of(String attempt, Exception e) {
        return new QueueException(attempt + ": " + reason(e), e);
    }

    private static String reason(Exception e) {
        if (e instanceof JetStreamApiException api) {
            return switch (api.getApiErrorCode()) {
                case NOT_ENABLED, NOT_FOR_ACCOUNT ->
                    "the NATS server has no JetStream for this account. Start it with -js, or ask who runs it.";
                case NO_STORAGE, NO_RESOURCES, FULL ->
                    "the NATS server has no room left. Give it more storage, or remove results that nobody needs.";
                default -> "the NATS server says “" + api.getErrorDescription() + "”.";
            };
        }
        String message = String.valueOf(e.getMessage());
        return message.contains("503") || message.contains("No Responders")
                ? "the NATS server has no JetStream, or its cluster no leader now. It is tried again."
                : message + ". Is the NATS server well? It is tried again.";
    }
}
