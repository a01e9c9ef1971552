package dev.psld.cli.event;

import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar with the time left, on the terminal of standard error, around other lines. Not thread-safe. */
public final class Bar implements Listener {
    private final Listener lines;
    private Optional<ProgressBar> bar = Optional.empty();

    public Bar(Listener lines) {
        this.lines = lines;
    }

    @Override
    public void tell(Event event) {
        if (event instanceof Event.Started started && started.steps() > 0) {
            close();
            bar = Optional.of(new ProgressBarBuilder()
                    .setTaskName(started.input())
                    .setInitialMax(started.steps())
                    .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                    .setUpdateIntervalMillis(200)
                    .clearDisplayOnFinish()
                    .build());
        } else if (event instanceof Event.Step step) {
            bar.ifPresent(b -> {
                b.stepTo(step.step());
                step.residual().ifPresent(r -> b.setExtraMessage(String.format(Locale.ROOT, " residual %.2f", r)));
            });
        } else if (event instanceof Event.Finished || event instanceof Event.Failed) {
            close();
        }
        lines.tell(event);
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
        bar = Optional.empty();
    }
}
