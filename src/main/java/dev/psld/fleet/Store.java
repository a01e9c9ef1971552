package dev.psld.fleet;

import dev.psld.job.QueueException;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.PublishOptions;
import io.nats.client.api.MessageInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Streams of a fleet: reading, and writing by compare-and-set. Stateless but for the connection, and thread-safe. Every method
 * throws {@link QueueException} when the servers do not answer, and may be called again then.
 */
final class Store {
    /** Hears of each change before it is made; may fail it. */
    interface Before {
        void operation(String what) throws IOException;
    }

    /**
     * One message, as it is kept.
     *
     * @param sequence in its stream; what the next compare-and-set on its subject is to expect
     */
    record Entry(String subject, long sequence, String text) {}

    /** A question to the servers. */
    interface Reading<T> {
        T run(JetStreamManagement streams) throws IOException, JetStreamApiException;
    }

    private final Link link;
    private final Before before;

    Store(Link link, Before before) {
        this.link = link;
        this.before = before;
    }

    Connection connection() {
        return link.connection();
    }

    /** @param what word of the change, for those that hear of it */
    void changes(String what, String attempt) {
        try {
            before.operation(what);
        } catch (IOException e) {
            throw JetStreamTrouble.of(attempt, e);
        }
    }

    /** Makes a stream where there is none. */
    void ensure(io.nats.client.api.StreamConfiguration stream) {
        changes("stream", "The fleet cannot be set up");
        reading("The stream " + stream.getName() + " cannot be made", streams -> {
            try {
                return streams.getStreamInfo(stream.getName());
            } catch (JetStreamApiException e) {
                if (JetStreamTrouble.is(e, JetStreamTrouble.NO_STREAM)) {
                    return streams.addStream(stream); // the same by two at once is made once
                }
                throw e;
            }
        });
    }

    /** The last message of a subject. */
    Optional<Entry> last(String stream, String subject) {
        return found("What is kept cannot be read", streams -> streams.getLastMessage(stream, subject));
    }

    /** The first message from a sequence on whose subject fits. */
    Optional<Entry> next(String stream, long from, String filter) {
        return found("What is kept cannot be read", streams -> streams.getNextMessage(stream, from, filter));
    }

    /** The message of a sequence. */
    Optional<Entry> at(String stream, long sequence) {
        return found("What is kept cannot be read", streams -> streams.getMessage(stream, sequence));
    }

    /** When a message was written, by the servers' clock. */
    Optional<Instant> time(String stream, long sequence) {
        return reading("What is kept cannot be read", streams -> {
            try {
                return Optional.of(
                        streams.getMessage(stream, sequence).getTime().toInstant());
            } catch (JetStreamApiException e) {
                if (isGone(e)) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    /** Sequence of the last message that a stream was given. */
    long lastSequence(String stream) {
        return reading(
                "What is kept cannot be read",
                streams -> streams.getStreamInfo(stream).getStreamState().getLastSequence());
    }

    /** How many messages a stream has. */
    long count(String stream) {
        return reading(
                "What is kept cannot be read",
                streams -> streams.getStreamInfo(stream).getStreamState().getMsgCount());
    }

    /** All messages that fit, in their order; at most so many. */
    List<Entry> all(String stream, String filter, int most) {
        List<Entry> all = new ArrayList<>();
        long from = 1;
        while (all.size() < most) {
            Optional<Entry> next = next(stream, from, filter);
            if (next.isEmpty()) {
                break;
            }
            all.add(next.get());
            from = next.get().sequence() + 1;
        }
        return all;
    }

    /**
     * Writes a message if the last one of its subject is this one.
     *
     * @param expected its sequence; 0 for none
     * @return the sequence of the new one; empty where another is the last
     */
    Optional<Long> swap(String what, String attempt, String stream, String subject, String text, long expected) {
        changes(what, attempt);
        try {
            JetStream jetStream = link.connection().jetStream(Link.jetStream());
            return Optional.of(jetStream
                    .publish(
                            subject,
                            text.getBytes(StandardCharsets.UTF_8),
                            PublishOptions.builder()
                                    .expectedStream(stream)
                                    .expectedLastSubjectSequence(expected)
                                    .build())
                    .getSeqno());
        } catch (JetStreamApiException e) {
            if (JetStreamTrouble.is(e, JetStreamTrouble.WRONG_SEQUENCE)) {
                return written(stream, subject, text);
            }
            throw JetStreamTrouble.of(attempt, e);
        } catch (IOException | IllegalStateException e) {
            // It may have been written all the same: what is there now tells.
            Optional<Long> written = written(stream, subject, text);
            if (written.isPresent()) {
                return written;
            }
            throw JetStreamTrouble.of(attempt, e);
        }
    }

    /** An answer that got lost is no reason to believe that another was faster: no two write the same bytes. */
    private Optional<Long> written(String stream, String subject, String text) {
        return last(stream, subject).filter(entry -> entry.text().equals(text)).map(Entry::sequence);
    }

    /**
     * Removes one message, and leaves no trace.
     *
     * @return whether it was there
     */
    boolean remove(String what, String attempt, String stream, long sequence) {
        changes(what, attempt);
        return reading(attempt, streams -> {
            try {
                return streams.deleteMessage(stream, sequence, false);
            } catch (JetStreamApiException e) {
                if (e.getErrorCode() == 400 || e.getErrorCode() == 404 || isGone(e)) {
                    return false;
                }
                throw e;
            }
        });
    }

    private static boolean isGone(JetStreamApiException e) {
        return JetStreamTrouble.is(e, JetStreamTrouble.NO_MESSAGE)
                || String.valueOf(e.getErrorDescription()).contains("not found")
                || String.valueOf(e.getErrorDescription()).contains("no message");
    }

    <T> T reading(String attempt, Reading<T> reading) {
        try {
            return reading.run(link.connection().jetStreamManagement(Link.jetStream()));
        } catch (IOException | JetStreamApiException | IllegalStateException e) {
            throw JetStreamTrouble.of(attempt, e);
        }
    }

    private Optional<Entry> found(String attempt, Reading<MessageInfo> reading) {
        return reading(attempt, streams -> {
            try {
                MessageInfo message = reading.run(streams);
                byte[] data = message.getData();
                return Optional.of(new Entry(
                        message.getSubject(),
                        message.getSeq(),
                        data == null ? "" : new String(data, StandardCharsets.UTF_8)));
            } catch (JetStreamApiException e) {
                if (JetStreamTrouble.is(e, JetStreamTrouble.NO_MESSAGE)) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }
}
