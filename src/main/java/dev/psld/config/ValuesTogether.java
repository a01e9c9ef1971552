package dev.psld.config;

import dev.psld.operator.Task;
import java.util.Arrays;

/** What is wrong with a configuration of which no value is wrong alone. Stateless. */
final class ValuesTogether {
    private ValuesTogether() {}

    static void check(AgentConfig config, Problems problems) {
        EffectiveValues given = config.source().effective();
        heartbeat(config.queue().claims(), given, problems);
        priority(config.queue().priority(), given, problems);
        thermal(config.limits().thermal(), given, problems);
        web(config.web(), given, problems);
    }

    private static void web(AgentConfig.Web web, EffectiveValues given, Problems problems) {
        if (!web.loopback() && web.tokenFile().isEmpty()) {
            problems.add(
                    given.origin(Keys.WEB_ADDRESS),
                    "‘web.address’ of " + given.text(Keys.WEB_ADDRESS)
                            + " lets other machines in, and needs ‘web.token-file’: write 32 characters or more into a file of"
                            + " its own, such as ‘openssl rand -hex 32 > FILE’, or stay on 127.0.0.1 and use an SSH tunnel");
        }
    }

    private static void heartbeat(AgentConfig.Claims claims, EffectiveValues given, Problems problems) {
        if (claims.heartbeat().multipliedBy(2).compareTo(claims.lease()) > 0) {
            problems.add(
                    given.origin(Keys.HEARTBEAT),
                    "‘claims.heartbeat’ of " + given.text(Keys.HEARTBEAT) + " is too slow for a lease of "
                            + given.text(Keys.LEASE) + ": give at most half of that");
        }
    }

    private static void priority(String priority, EffectiveValues given, Problems problems) {
        boolean taken = priority.equals("unsorted")
                || Arrays.stream(Task.values()).map(Task::word).anyMatch(priority::equals);
        if (taken) {
            problems.add(
                    given.origin(Keys.PRIORITY),
                    "‘priority’ cannot be “" + priority
                            + "”, which is the folder of a task or of what has none: give another name");
        }
    }

    private static void thermal(AgentConfig.Thermal thermal, EffectiveValues given, Problems problems) {
        boolean high = thermal.limit().isPresent()
                && thermal.resume() >= thermal.limit().getAsDouble();
        if (high) {
            problems.add(
                    given.origin(Keys.RESUME),
                    "‘thermal.resume’ of " + given.text(Keys.RESUME) + " °C is not below the limit of "
                            + given.text(Keys.LIMIT) + " °C: give less, or auto");
        }
    }
}
