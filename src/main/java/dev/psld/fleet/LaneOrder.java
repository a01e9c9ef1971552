package dev.psld.fleet;

import io.nats.client.api.ConsumerInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * In which order jobs of several lanes are due: those with priority first, and of those that are alike in that one for each
 * client in turn, whoever has the fewest in work before the others. Stateless.
 */
final class LaneOrder {
    private LaneOrder() {}

    /**
     * The lanes in the order in which they are to be asked, each as often as jobs wait in it.
     *
     * @param all lanes of the fleet, by which it is counted what clients have in work
     * @param claimed jobs that somebody holds, by lane: where the servers gave out more, somebody has died just then
     * @param most how many at most
     */
    static List<Lane> of(Map<Lane, ConsumerInfo> all, Map<Lane, Long> claimed, Offer offer, int version, int most) {
        Map<String, Long> working = new HashMap<>();
        all.forEach((lane, at) -> working.merge(lane.client(), at.getNumAckPending(), Long::sum));
        Map<Lane, Long> left = new HashMap<>();
        all.forEach((lane, at) -> {
            long lost = Math.max(0, at.getNumAckPending() - claimed.getOrDefault(lane, 0L));
            if (lane.version() <= version && offer.serves(lane.needs()) && at.getNumPending() + lost > 0) {
                left.put(lane, at.getNumPending() + lost);
            }
        });
        return merge(left, working, most);
    }

    private static List<Lane> merge(Map<Lane, Long> left, Map<String, Long> working, int most) {
        Comparator<Lane> due = Comparator.comparing((Lane lane) -> !lane.priority())
                .thenComparing(lane -> working.getOrDefault(lane.client(), 0L))
                .thenComparing(Lane::client)
                .thenComparing(Lane::consumer);
        List<Lane> order = new ArrayList<>();
        while (!left.isEmpty() && order.size() < most) {
            Lane next = left.keySet().stream().min(due).orElseThrow();
            order.add(next);
            working.merge(next.client(), 1L, Long::sum);
            left.compute(next, (lane, count) -> count == null || count <= 1 ? null : count - 1);
        }
        return order;
    }
}
