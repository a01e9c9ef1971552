package dev.psld.agent;

import dev.psld.config.AgentConfig;
import dev.psld.config.Changes;
import dev.psld.config.ConfigurationException;
import dev.psld.host.Journal;
import dev.psld.host.Notify;
import dev.psld.host.Priority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The configuration as it is now: read again when somebody asks for it or its files change, and kept as it was when the new
 * one is wrong. The agent's thread checks; any thread may read and ask.
 */
public final class Reloading implements Supplier<AgentConfig> {
    private final Supplier<AgentConfig> source;
    private final Journal journal;
    private final Notify notify;
    private volatile AgentConfig now;
    private volatile boolean asked;
    private List<String> seen;
    private boolean fresh;

    /** @param source reads the configuration; throws {@link ConfigurationException} */
    public Reloading(AgentConfig first, Supplier<AgentConfig> source, Journal journal, Notify notify) {
        this.now = first;
        this.source = source;
        this.journal = journal;
        this.notify = notify;
        this.seen = stamps(first);
    }

    @Override
    public AgentConfig get() {
        return now;
    }

    /** The next check reads the files whether they changed or not. */
    public void ask() {
        asked = true;
    }

    /** Whether a check would read the files. */
    boolean due() {
        return asked || !stamps(now).equals(seen);
    }

    /** Reads the files if there is a reason; true when what holds now is another configuration than at the last call. */
    boolean check() {
        refresh();
        boolean changed = fresh;
        fresh = false;
        return changed;
    }

    /** Reads the files if there is a reason. */
    void refresh() {
        if (due()) {
            read();
        }
    }

    private void read() {
        asked = false;
        seen = stamps(now);
        notify.reloading();
        try {
            AgentConfig next = source.get();
            Changes changes = AgentConfig.changes(now, next);
            changes.live().forEach(change -> journal.notice("configuration: " + change));
            changes.restart()
                    .forEach(change ->
                            journal.warning("configuration: " + change + " needs a restart, and waits for it"));
            if (changes.live().isEmpty() && changes.restart().isEmpty()) {
                journal.info("configuration: read again, nothing has changed");
            }
            now = next;
            journal.least(least(next));
            seen = stamps(next);
            fresh |= !changes.live().isEmpty();
        } catch (ConfigurationException e) {
            journal.error("the configuration stays as it was: " + e.getMessage());
        } finally {
            notify.ready();
        }
    }

    /** The least important lines that the configuration lets through. */
    public static Priority least(AgentConfig config) {
        return Priority.valueOf(config.log().name());
    }

    /** Size and time of each file; a file that is being replaced may be missing for a moment. */
    private static List<String> stamps(AgentConfig config) {
        List<String> stamps = new ArrayList<>();
        for (Path file : config.source().files()) {
            try {
                stamps.add(file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file));
            } catch (IOException e) {
                stamps.add(file + " gone");
            }
        }
        return stamps;
    }
}
