package dev.psld.cli;

import dev.psld.hub.ByteText;
import dev.psld.hub.DownloadProgress;
import java.io.PrintWriter;
import java.util.Locale;

/** Tells how a download goes on, in a line now and then. Used by one thread. */
final class DownloadLines implements DownloadProgress {
    private static final long EVERY = 5_000_000_000L;

    private final PrintWriter err;
    private String file = "";
    private long began;
    private long from;
    private long told;

    DownloadLines(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void at(String name, long done, long total) {
        long now = System.nanoTime();
        if (!name.equals(file)) {
            file = name;
            began = now;
            from = done;
            told = now - EVERY;
        }
        boolean end = done == total;
        if (now - told < EVERY && !(end && told > began)) {
            return;
        }
        told = now;
        double seconds = (now - began) / 1e9;
        double speed = seconds > 0.5 ? (done - from) / seconds : 0;
        String rest = speed > 0 && total > done
                ? String.format(Locale.ROOT, ", %.1f MB/s, %.0f s left", speed / 1e6, (total - done) / speed)
                : "";
        err.println(name + ": " + ByteText.text(done) + (total > 0 ? " of " + ByteText.text(total) : "") + rest);
        err.flush();
    }
}
