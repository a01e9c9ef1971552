package dev.psld.fleet;

import dev.psld.job.QueueException;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * What a fleet is made of: a work-queue stream with a consumer for each lane, a stream of dead letters, buckets of claims, ends
 * and wishes, and an object store. Thread-safe.
 */
final class FleetStreams {
    private static final Duration REMEMBERED = Duration.ofDays(40);

    private final Store store;
    private final FleetSettings settings;
    private final String name;
    private final Set<String> lanes = ConcurrentHashMap.newKeySet();

    FleetStreams(Store store, FleetSettings settings) {
        this.store = store;
        this.settings = settings;
        this.name = settings.name();
    }

    Store store() {
        return store;
    }

    FleetSettings settings() {
        return settings;
    }

    Bucket claims() {
        return new Bucket(store, name + "-claims");
    }

    Bucket ended() {
        return new Bucket(store, name + "-ended");
    }

    Bucket control() {
        return new Bucket(store, name + "-control");
    }

    ObjectFiles files() {
        return new ObjectFiles(store, name + "-files");
    }

    String jobs() {
        return name + "-jobs";
    }

    String jobSubjects() {
        return name + ".jobs";
    }

    /** Of the message of a job, whatever lane it is in. */
    String anyLane(String id) {
        return jobSubjects() + ".*.*.*.*.*.*." + id;
    }

    String dead() {
        return name + "-dead";
    }

    String deadSubject(String id) {
        return name + ".dead." + id;
    }

    /** Something may be there to do. */
    String wakeSubject() {
        return name + ".wake";
    }

    /** Makes what is missing. */
    void ensure() {
        store.ensure(stream(jobs())
                .subjects(jobSubjects() + ".>")
                .retentionPolicy(RetentionPolicy.WorkQueue)
                .build());
        store.ensure(stream(dead()).subjects(deadSubject("*")).build());
        store.ensure(bucket(name + "-claims", Optional.empty()));
        store.ensure(bucket(name + "-ended", Optional.of(REMEMBERED)));
        store.ensure(bucket(name + "-control", Optional.empty()));
        store.ensure(stream("OBJ_" + name + "-files")
                .subjects("$O." + name + "-files.C.>", "$O." + name + "-files.M.>")
                .allowRollup(true)
                .allowDirect(false)
                .maxBytes(settings.store() == 0 ? -1 : settings.store())
                .build());
    }

    private StreamConfiguration.Builder stream(String called) {
        return StreamConfiguration.builder()
                .name(called)
                .storageType(StorageType.File)
                .replicas(settings.replicas())
                .discardPolicy(DiscardPolicy.New); // what is full says so, and forgets nothing
    }

    /** Without direct reads, which may answer what was: each read is the leader's. */
    private StreamConfiguration bucket(String called, Optional<Duration> age) {
        StreamConfiguration.Builder stream = stream(Bucket.stream(called))
                .subjects("$KV." + called + ".>")
                .maxMessagesPerSubject(1)
                .allowRollup(true)
                .allowDirect(false);
        age.ifPresent(stream::maxAge);
        return stream.build();
    }

    /** Makes the consumer of a lane, where there is none. */
    void ensure(Lane lane) {
        if (lanes.add(lane.consumer())) {
            try {
                make(lane);
            } catch (QueueException e) {
                lanes.remove(lane.consumer());
                throw e;
            }
        }
    }

    /** After a job has come into it: somebody may have removed it as unused just before. */
    void stays(Lane lane) {
        boolean there = store.reading("The lane of " + lane.client() + " cannot be read", streams -> {
            try {
                return streams.getConsumerInfo(jobs(), lane.consumer()) != null;
            } catch (JetStreamApiException e) {
                if (JetStreamTrouble.is(e, JetStreamTrouble.NO_CONSUMER)) {
                    return false;
                }
                throw e;
            }
        });
        if (!there) {
            make(lane);
        }
    }

    private void make(Lane lane) {
        String attempt = "The lane of " + lane.client() + " cannot be made";
        store.changes("consumer", attempt);
        ConsumerInfo unused = store.reading(
                attempt,
                streams -> streams.addOrUpdateConsumer(
                        jobs(),
                        ConsumerConfiguration.builder()
                                .durable(lane.consumer())
                                .filterSubject(lane.filter(jobSubjects()))
                                .ackPolicy(AckPolicy.Explicit)
                                .ackWait(settings.redelivery())
                                .maxAckPending(100_000)
                                .build()));
    }

    /** How it stands with all lanes whose subjects are understood, other versions’ among them. */
    Map<Lane, ConsumerInfo> lanes() {
        List<ConsumerInfo> all =
                store.reading("The lanes of the fleet cannot be read", streams -> streams.getConsumers(jobs()));
        Map<Lane, ConsumerInfo> found = new HashMap<>();
        for (ConsumerInfo one : all) {
            String filter = one.getConsumerConfiguration().getFilterSubject();
            Lane.of(jobSubjects(), filter == null ? "" : filter).ifPresent(lane -> found.put(lane, one));
        }
        return found;
    }

    /** Removes a lane; where a job has come into it meanwhile, it is made again. */
    void remove(Lane lane) {
        String attempt = "The lane of " + lane.client() + " cannot be removed";
        store.changes("consumer removed", attempt);
        Boolean unused = store.reading(attempt, streams -> streams.deleteConsumer(jobs(), lane.consumer()));
        lanes.remove(lane.consumer());
        if (store.next(jobs(), 1, lane.filter(jobSubjects())).isPresent()) {
            ensure(lane);
        }
    }

    /** All jobs that wait, are in work, or have failed. */
    void eachJob(Consumer<FleetJob> use) {
        store.all(jobs(), jobSubjects() + ".>", Integer.MAX_VALUE)
                .forEach(entry -> parse(entry, FleetJob.class).ifPresent(use));
        new Claims(claims()).all().forEach(known -> use.accept(known.entry().job()));
        store.all(dead(), deadSubject("*"), Integer.MAX_VALUE)
                .forEach(entry -> parse(entry, EndedEntry.class).ifPresent(ended -> use.accept(ended.job())));
    }

    private static <T> Optional<T> parse(Store.Entry entry, Class<T> form) {
        try {
            return Optional.of(FleetJson.parse(entry.text(), form));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Tells whoever waits that there may be something to do. Nobody relies on it. */
    void wake() {
        try {
            store.connection().publish(wakeSubject(), new byte[0]);
        } catch (QueueException | IllegalStateException e) {
            // They look again by themselves.
        }
    }
}
