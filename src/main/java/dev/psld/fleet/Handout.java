package dev.psld.fleet;

import dev.psld.job.QueueException;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * A message that a consumer gave out, and what the server is told of it: that it is in work, done, or somebody else's. Whoever
 * knows the subject may tell. Immutable.
 *
 * @param ack subject on which the server hears of it
 */
record Handout(String ack, long sequence, String text) {
    private static final String NEXT = "$JS.API.CONSUMER.MSG.NEXT.";
    /** In ns what it may take where another was faster, and the server has told neither yes nor no. */
    private static final byte[] ONE =
            "{\"batch\":1,\"no_wait\":true,\"expires\":200000000}".getBytes(StandardCharsets.UTF_8);

    private static final int SHORT_FORM = 9;

    /**
     * Asks a consumer for its next message.
     *
     * @return empty where it has none
     */
    static Optional<Handout> next(Store store, String stream, String consumer) {
        Connection connection = store.connection();
        try {
            // By an inbox of its own: what comes is known by where it comes to, for it keeps the job's subject.
            String inbox = connection.createInbox();
            Subscription answers = connection.subscribe(inbox);
            try {
                connection.publish(NEXT + stream + "." + consumer, inbox, ONE);
                Message message = answers.nextMessage(Link.ANSWER);
                if (message == null) {
                    throw new QueueException("The NATS server does not answer. It is tried again.");
                }
                String ack = message.getReplyTo();
                return ack == null || !ack.startsWith("$JS.ACK.")
                        ? Optional.empty() // a status: it has none, or the consumer has gone
                        : Optional.of(
                                new Handout(ack, sequence(ack), new String(message.getData(), StandardCharsets.UTF_8)));
            } finally {
                answers.unsubscribe();
            }
        } catch (IllegalStateException e) {
            throw JetStreamTrouble.of("The next job cannot be had", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw JetStreamTrouble.of("The next job cannot be had", e);
        }
    }

    /** {@code $JS.ACK.stream.consumer.delivered.sequence.…}, with a domain and an account before the stream in longer ones. */
    private static long sequence(String ack) {
        String[] parts = ack.split("\\.", -1);
        return Long.parseLong(parts[parts.length <= SHORT_FORM ? 5 : 7]);
    }

    /** Somebody else has it: it is to be given out again later, in case that one dies. */
    static void later(Store store, String ack, Duration delay) {
        tell(store, ack, "-NAK {\"delay\": " + delay.toNanos() + "}");
    }

    /** It is in work. */
    static void inProgress(Store store, String ack) {
        if (!ack.isEmpty()) {
            tell(store, ack, "+WPI");
        }
    }

    private static void tell(Store store, String ack, String what) {
        try {
            store.connection().publish(ack, what.getBytes(StandardCharsets.UTF_8));
        } catch (QueueException | IllegalStateException e) {
            // Then the server gives it out again, and whoever gets it sees whose it is.
        }
    }

    /**
     * It is done with.
     *
     * @return whether the server has heard it
     */
    static boolean done(Store store, String ack) {
        try {
            return store.connection().request(ack, "+ACK".getBytes(StandardCharsets.UTF_8), Link.ANSWER) != null;
        } catch (IllegalStateException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
