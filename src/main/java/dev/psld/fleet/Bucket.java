package dev.psld.fleet;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.impl.NatsJetStreamMetaData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A key–value bucket of a fleet, as NATS lays them out; what is read is what the leader has. Thread-safe. Every method throws
 * {@link dev.psld.job.QueueException} when the servers do not answer.
 */
final class Bucket {
    /** With so few entries asking for one after the other is the fastest. */
    private static final int FEW = 4;

    private static final Duration NEXT = Duration.ofSeconds(5);

    private final Store store;
    private final String stream;
    private final String prefix;

    Bucket(Store store, String name) {
        this.store = store;
        this.stream = stream(name);
        this.prefix = "$KV." + name + ".";
    }

    static String stream(String name) {
        return "KV_" + name;
    }

    /** What the key has; its subject is the key here. */
    Optional<Store.Entry> get(String key) {
        return store.last(stream, prefix + key)
                .filter(entry -> !entry.text().isEmpty())
                .map(this::keyed);
    }

    /** Writes over this revision. @return the new one; empty where another was faster */
    Optional<Long> swap(String what, String key, String text, long expected) {
        return store.swap(what, "The fleet cannot be written to", stream, prefix + key, text, expected);
    }

    /** Writes whatever was there. */
    void put(String what, String key, String text) {
        for (int tries = 0; tries < 9; tries++) {
            long now =
                    store.last(stream, prefix + key).map(Store.Entry::sequence).orElse(0L);
            if (swap(what, key, text, now).isPresent()) {
                return;
            }
        }
        throw new dev.psld.job.QueueException("The fleet cannot be written to: " + key + " is written by too many.");
    }

    /** Removes this revision, and none that came after it. @return whether it was there */
    boolean remove(String what, long revision) {
        return store.remove(what, "The fleet cannot be written to", stream, revision);
    }

    /** Removes what a key has. */
    void remove(String what, String key) {
        get(key).ifPresent(entry -> remove(what, entry.sequence()));
    }

    /** All entries whose keys begin so; in the order of their writing. */
    List<Store.Entry> all(String start) {
        String filter = prefix + (start.isEmpty() ? ">" : start + ".>");
        List<Store.Entry> few = store.all(stream, filter, FEW + 1);
        return (few.size() <= FEW ? few : many(filter, Optional.empty()))
                .stream()
                        .filter(entry -> !entry.text().isEmpty())
                        .map(this::keyed)
                        .toList();
    }

    /** Those whose keys begin so and that were written so long before this one. */
    List<Store.Entry> before(String start, String key, Duration longest) {
        Optional<Instant> now = get(key).flatMap(entry -> store.time(stream, entry.sequence()));
        return all(start).stream()
                .filter(entry -> store.time(stream, entry.sequence())
                        .flatMap(written -> now.map(at -> written.isBefore(at.minus(longest))))
                        .orElse(false))
                .toList();
    }

    /** Those that were written since then, by the servers' clock. */
    List<Store.Entry> since(Instant then) {
        return many(prefix + ">", Optional.of(then)).stream().map(this::keyed).toList();
    }

    /** The last so many, the newest first. */
    List<Store.Entry> newest(int most) {
        List<Store.Entry> found = new ArrayList<>();
        long from = most > 0 ? store.lastSequence(stream) : 0;
        for (long sequence = from; sequence > Math.max(0, from - 10L * most) && found.size() < most; sequence--) {
            store.at(stream, sequence).map(this::keyed).ifPresent(found::add);
        }
        return found;
    }

    private Store.Entry keyed(Store.Entry entry) {
        return new Store.Entry(entry.subject().substring(prefix.length()), entry.sequence(), entry.text());
    }

    private List<Store.Entry> many(String filter, Optional<Instant> since) {
        ConsumerConfiguration.Builder which = ConsumerConfiguration.builder();
        since.ifPresent(then -> which.deliverPolicy(DeliverPolicy.ByStartTime).startTime(then.atZone(ZoneOffset.UTC)));
        String attempt = "What is kept cannot be read";
        List<Store.Entry> all = new ArrayList<>();
        try {
            JetStreamSubscription subscription = store.connection()
                    .jetStream(Link.jetStream())
                    .subscribe(
                            filter,
                            PushSubscribeOptions.builder().stream(stream)
                                    .ordered(true)
                                    .configuration(which.build())
                                    .build());
            try {
                long left = subscription.getConsumerInfo().getCalculatedPending();
                while (left > 0) {
                    Message message = subscription.nextMessage(NEXT);
                    if (message == null) {
                        throw new IOException("the NATS server stopped in the midst of a list");
                    }
                    NatsJetStreamMetaData of = message.metaData();
                    all.add(new Store.Entry(
                            message.getSubject(),
                            of.streamSequence(),
                            new String(message.getData(), StandardCharsets.UTF_8)));
                    left = of.pendingCount();
                }
            } finally {
                subscription.unsubscribe();
            }
        } catch (IOException | JetStreamApiException | IllegalStateException e) {
            throw JetStreamTrouble.of(attempt, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw JetStreamTrouble.of(attempt, e);
        }
        return all;
    }
}
