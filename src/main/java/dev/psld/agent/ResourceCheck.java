package dev.psld.agent;

import dev.psld.config.AgentConfig;
import dev.psld.host.DiskSpace;
import dev.psld.host.SystemMemory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Tells whether there is enough disk and memory to begin a job. Stateless but for where it looks. */
public record ResourceCheck(Path spool, SystemMemory memory) {
    private static final double MB = 1e6;

    /** What is short, in a sentence. A loaded model has its memory already. */
    Optional<String> shortage(AgentConfig.Reserve reserve, boolean loaded) {
        return disk(reserve.disk()).or(() -> loaded ? Optional.empty() : memory(reserve.memory()));
    }

    /** That the spool has less disk than this free, in a sentence that says what to do. */
    public Optional<String> disk(long least) {
        try {
            long free = DiskSpace.free(spool);
            return free >= least
                    ? Optional.empty()
                    : Optional.of(String.format(
                            Locale.ROOT,
                            "%s has %.0f MB free, and reserve.disk asks for %.0f MB: free some space",
                            spool,
                            free / MB,
                            least / MB));
        } catch (IOException e) {
            return Optional.of(spool + " cannot be looked at: " + e.getMessage());
        }
    }

    private Optional<String> memory(long least) {
        return memory.available().isPresent() && memory.available().getAsLong() < least
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "%.0f MB of memory are free, and reserve.memory asks for %.0f MB: stop other programs",
                        memory.available().getAsLong() / MB,
                        least / MB))
                : Optional.empty();
    }
}
