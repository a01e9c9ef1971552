package dev.psld.cli;

import dev.psld.cli.event.Event;
import dev.psld.cli.event.Listener;
import dev.psld.eval.Cell;
import dev.psld.eval.EvaluationListener;
import java.nio.file.Path;
import java.util.Locale;

/** Tells of the cells of an evaluation as of inputs. Used by one thread. */
final class EvaluationProgress implements EvaluationListener {
    private final Listener listener;
    private String left = "";
    private int unreadable;

    EvaluationProgress(Listener listener) {
        this.listener = listener;
    }

    /** How many pictures could not be read. */
    int unreadable() {
        return unreadable;
    }

    /** Which, and why; empty where there were none. */
    String left() {
        return left;
    }

    @Override
    public void remark(String sentence) {
        listener.tell(new Event.Remark("", sentence));
    }

    @Override
    public void cell(Cell cell, int done, int all, double secondsLeft) {
        String what = cell.task() + ", " + cell.method() + ", " + cell.picture();
        String how = cell.scores()
                .map(s -> String.format(Locale.ROOT, "%.2f dB, SSIM %.3f", s.psnr(), s.ssim()))
                .orElseGet(() -> cell.status() == Cell.Status.FAILED
                        ? "failed: " + cell.reason().orElse("")
                        : "n/a: " + cell.reason().orElse(""));
        String eta = Double.isNaN(secondsLeft) || done == all
                ? ""
                : String.format(Locale.ROOT, "; about %.0f min left", Math.ceil(secondsLeft / 60));
        listener.tell(new Event.Remark(what, how + " (" + done + " of " + all + eta + ")"));
    }

    @Override
    public void unreadable(Path file, Throwable why) {
        unreadable++;
        String sentence = Problem.of(why).sentence();
        left += (left.isEmpty() ? "" : "; ") + sentence;
        listener.tell(new Event.Failed(file.toString(), sentence, ExitCode.FAILED.code()));
    }
}
