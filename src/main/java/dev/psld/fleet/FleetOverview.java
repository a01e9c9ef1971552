package dev.psld.fleet;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.nats.client.api.ConsumerInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How it stands with a fleet. Immutable.
 *
 * @param waiting jobs that nobody has
 * @param working jobs that somebody has
 * @param failed jobs that failed and were not tried again
 * @param quota jobs that one client may have; 0 for any number
 * @param lanes what waits, by whom it was submitted and what it needs
 * @param workers what each offers, by its name
 */
public record FleetOverview(
        long waiting, long working, long failed, int quota, List<Waiting> lanes, Map<String, Offer> workers) {
    private static final String OFFER = "offer";

    /**
     * Jobs that are alike in all by which they are given out.
     *
     * @param version of their form
     * @param working jobs of the lane that were given out
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Waiting(int version, String client, boolean priority, Needs needs, long waiting, long working) {}

    static String offer(String agent) {
        return OFFER + "." + SubjectToken.of(agent);
    }

    static FleetOverview of(FleetStreams streams) {
        List<Waiting> lanes = new ArrayList<>();
        for (Map.Entry<Lane, ConsumerInfo> one : streams.lanes().entrySet()) {
            Lane lane = one.getKey();
            lanes.add(new Waiting(
                    lane.version(),
                    lane.client(),
                    lane.priority(),
                    lane.needs(),
                    one.getValue().getNumPending(),
                    one.getValue().getNumAckPending()));
        }
        lanes.sort(Comparator.comparing(Waiting::client)
                .thenComparing(Waiting::priority)
                .thenComparing(Waiting::toString));
        return new FleetOverview(
                lanes.stream().mapToLong(Waiting::waiting).sum(),
                lanes.stream().mapToLong(Waiting::working).sum(),
                streams.store().count(streams.dead()),
                ClientQuota.of(streams),
                lanes,
                workers(streams));
    }

    private static Map<String, Offer> workers(FleetStreams streams) {
        Map<String, Offer> workers = new TreeMap<>();
        for (Store.Entry entry : streams.control().all(OFFER)) {
            try {
                workers.put(
                        SubjectToken.name(entry.subject().substring(OFFER.length() + 1)),
                        FleetJson.parse(entry.text(), Offer.class));
            } catch (IOException e) {
                // Of another version.
            }
        }
        return workers;
    }
}
