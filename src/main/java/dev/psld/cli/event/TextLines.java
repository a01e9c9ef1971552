package dev.psld.cli.event;

import dev.psld.job.Printable;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Writes events as sentences, each on one line that moves no cursor, whatever names are in it: results to one writer, remarks and failures
 * to the other. Not thread-safe.
 */
public final class TextLines implements Listener {
    private final PrintWriter out;
    private final PrintWriter err;

    public TextLines(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public void tell(Event event) {
        if (event instanceof Event.Finished done) {
            out.printf(
                    Locale.ROOT,
                    "%s → %s%s, %.1f s%n",
                    Printable.of(done.input()),
                    Printable.of(String.join(", ", done.files())),
                    residual(done.residual()),
                    done.seconds());
            out.flush();
        } else if (event instanceof Event.Remark remark) {
            err.println(Printable.of(
                    remark.input().isEmpty() ? remark.sentence() : remark.input() + ": " + remark.sentence()));
            err.flush();
        } else if (event instanceof Event.Failed failed) {
            err.println("psld: " + Printable.of(failed.sentence()));
            err.flush();
        } else if (event instanceof Event.Summary summary && summary.finished() + summary.failed() > 1) {
            out.printf(
                    Locale.ROOT,
                    "%d done, %d failed, %.1f s%n",
                    summary.finished(),
                    summary.failed(),
                    summary.seconds());
            out.flush();
        }
    }

    private static String residual(OptionalDouble residual) {
        return residual.isPresent() ? String.format(Locale.ROOT, ", residual %.2f", residual.getAsDouble()) : "";
    }
}
