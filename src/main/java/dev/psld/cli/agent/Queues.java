package dev.psld.cli.agent;

import dev.psld.agent.QueueSource;
import dev.psld.config.AgentConfig;
import dev.psld.fleet.FleetControl;
import dev.psld.job.QueueControl;
import dev.psld.spool.SpoolControl;

/**
 * The queue that a configuration asks for: a folder, or a fleet. Stateless. What is only of the fleet is in classes of its own,
 * and these are loaded where there is one.
 */
public final class Queues {
    private Queues() {}

    /** For an agent of this name. */
    public static QueueSource source(AgentConfig config, String agent) {
        return isFleet(config) ? OfFleet.source(config, agent) : new SpoolSource(config, agent);
    }

    /** For what people and programs ask of it. A connection that it takes lasts as long as the process. */
    public static QueueControl control(AgentConfig config) {
        return isFleet(config)
                ? OfFleet.control(config)
                : SpoolControl.open(config.queue().spool(), SpoolOptions.of(config));
    }

    static boolean isFleet(AgentConfig config) {
        return config.fleet().servers().isPresent();
    }

    private static final class OfFleet {
        static QueueSource source(AgentConfig config, String agent) {
            return new FleetSource(config, agent);
        }

        static QueueControl control(AgentConfig config) {
            return FleetControl.open(FleetOptions.link(config, "control"), FleetOptions.of(config));
        }
    }
}
