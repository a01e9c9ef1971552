package dev.psld.spool;

import dev.psld.job.QueueEvents;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Events of the folders of a spool. For one thread; closed by its owner. */
final class FolderEvents implements QueueEvents {
    private static final WatchEvent.Kind<?>[] KINDS = {
        StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_DELETE
    };

    private final List<Path> folders;
    private final boolean watch;
    private final List<WatchKey> keys = new ArrayList<>();
    private Optional<WatchService> service = Optional.empty();
    private Optional<String> polling;

    private FolderEvents(List<Path> folders, boolean watch) {
        this.folders = folders;
        this.watch = watch;
        this.polling = watch ? Optional.empty() : Optional.of("the watcher is off");
    }

    /**
     * Watches the folders of the inbox, and that of control.
     *
     * @param watch false where events do not come, as on NFS and SMB
     */
    static FolderEvents open(Layout layout, boolean watch) {
        SpoolSettings settings = layout.settings();
        List<Path> folders = new ArrayList<>();
        for (String task : settings.sortedTasks()) {
            folders.add(layout.inbox(task, false));
            folders.add(layout.inbox(task, true));
        }
        folders.add(layout.inbox());
        folders.add(layout.submitted());
        folders.add(layout.control());
        folders.add(layout.cancels());
        FolderEvents hints = new FolderEvents(folders, watch);
        hints.register();
        return hints;
    }

    @Override
    public Optional<String> polling() {
        return polling;
    }

    @Override
    public boolean await(Duration longest) throws InterruptedException {
        if (service.isEmpty()) {
            TimeUnit.NANOSECONDS.sleep(longest.toNanos());
            return false;
        }
        try {
            long end = System.nanoTime() + longest.toNanos();
            for (WatchKey key = poll(end); key != null; key = poll(end)) {
                boolean tells = key.pollEvents().stream().anyMatch(FolderEvents::tells);
                if (!key.reset()) {
                    reopen(); // A folder has gone; when it is made again, it is another one.
                    return true;
                }
                if (tells) {
                    return true;
                }
            }
            return false;
        } catch (ClosedWatchServiceException e) {
            return false;
        }
    }

    private @Nullable WatchKey poll(long end) throws InterruptedException {
        return service.isEmpty()
                ? null
                : service.get().poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    /** Agents that write their status must not wake each other. */
    private static boolean tells(WatchEvent<?> event) {
        return !(event.context() instanceof Path name) || !name.toString().matches("\\.?status-.*\\.json(\\.tmp)?");
    }

    /** Watches the folders that are there now, after some were made anew. */
    void reopen() {
        close();
        register();
    }

    private void register() {
        if (!watch) {
            return;
        }
        polling = Optional.empty();
        try {
            WatchService opened = folders.get(0).getFileSystem().newWatchService();
            service = Optional.of(opened);
            for (Path folder : folders) {
                keys.add(folder.register(opened, KINDS));
            }
        } catch (IOException | UnsupportedOperationException e) {
            close();
            polling = Optional.of("the folders cannot be watched: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        keys.clear();
        service.ifPresent(open -> {
            try {
                open.close();
            } catch (IOException e) {
                // It holds nothing of worth.
            }
        });
        service = Optional.empty();
    }
}
