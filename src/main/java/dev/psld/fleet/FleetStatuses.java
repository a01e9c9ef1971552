package dev.psld.fleet;

import dev.psld.job.AgentStatuses;
import dev.psld.job.QueueException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the agents of a fleet say of themselves, a key each. Thread-safe, one writer for each name. */
final class FleetStatuses implements AgentStatuses {
    private static final String STATUS = "status";

    private final FleetStreams streams;

    FleetStatuses(FleetStreams streams) {
        this.streams = streams;
    }

    private static String key(String agent) {
        return STATUS + "." + SubjectToken.of(agent);
    }

    @Override
    public void write(String agent, Object status) {
        streams.control().put("status", key(agent), FleetJson.text(status));
    }

    @Override
    public void remove(String agent) {
        try {
            streams.control().remove("status removed", key(agent));
            streams.control().remove("offer removed", FleetOverview.offer(agent));
        } catch (QueueException e) {
            // It is read as that of a silent agent.
        }
    }

    /** How old an entry is the servers know: their clock, and no other. */
    @Override
    public void removeSilent(String agent, Duration longest) {
        try {
            for (Store.Entry entry : streams.control().before(STATUS, key(agent), longest)) {
                Boolean unused = streams.control().remove("status removed", entry.sequence());
                streams.control()
                        .remove(
                                "offer removed",
                                FleetOverview.offer(
                                        SubjectToken.name(entry.subject().substring(STATUS.length() + 1))));
            }
        } catch (QueueException e) {
            // At the next time then.
        }
    }

    @Override
    public <T> List<T> read(Class<T> form) {
        List<Store.Entry> entries = new ArrayList<>(streams.control().all(STATUS));
        entries.sort(
                Comparator.comparing(entry -> SubjectToken.name(entry.subject().substring(STATUS.length() + 1))));
        List<T> all = new ArrayList<>();
        for (Store.Entry entry : entries) {
            try {
                all.add(FleetJson.parse(entry.text(), form));
            } catch (IOException e) {
                // Of another version.
            }
        }
        return all;
    }
}
