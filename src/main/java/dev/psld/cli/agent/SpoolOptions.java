package dev.psld.cli.agent;

import dev.psld.config.AgentConfig;
import dev.psld.config.Originals;
import dev.psld.operator.Task;
import dev.psld.spool.Retention;
import dev.psld.spool.SpoolSettings;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What the configuration says of the spool. Stateless. */
public final class SpoolOptions {
    private SpoolOptions() {}

    /** As it is now, but for what only a restart changes. */
    static SpoolSettings of(AgentConfig now, AgentConfig fixed) {
        return new SpoolSettings(
                now.queue().watch().stillness(),
                now.queue().watch().companionWait(),
                fixed.queue().claims().lease(),
                originals(now.queue().originals()),
                Arrays.stream(Task.values()).map(Task::word).collect(Collectors.toSet()),
                fixed.queue().priority());
    }

    /** The same for a configuration that has just been read. */
    public static SpoolSettings of(AgentConfig config) {
        return of(config, config);
    }

    private static Retention originals(Originals config) {
        return switch (config.kind()) {
            case KEEP -> Retention.keep();
            case DELETE -> Retention.delete();
            case DAYS -> Retention.keepDays(config.days());
        };
    }
}
