package dev.psld.cli.event;

import dev.psld.job.Printable;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/**
 * A progress bar with the time left, on the terminal of standard error, around other lines: for all inputs that are being
 * worked on. Not thread-safe.
 */
public final class Bar implements Listener {
    private final Listener lines;
    /** Steps made and steps to make of every input since the bar began. */
    private final Map<String, Event.Step> steps = new LinkedHashMap<>();

    private final TerminalLine terminal;
    private int open;
    private Optional<ProgressBar> bar = Optional.empty();

    public Bar(Listener lines) {
        this(lines, new TerminalLine(System.err, columns()));
    }

    Bar(Listener lines, TerminalLine terminal) {
        this.lines = lines;
        this.terminal = terminal;
    }

    @Override
    public void tell(Event event) {
        if (event instanceof Event.Started started && started.steps() > 0) {
            open++;
            show(new Event.Step(started.input(), 0, started.steps(), OptionalDouble.empty()));
        } else if (event instanceof Event.Step step && steps.containsKey(step.input())) {
            show(step);
        } else if (event instanceof Event.Finished done) {
            end(done.input());
        } else if (event instanceof Event.Failed failed) {
            end(failed.input());
        }
        terminal.makeWay(() -> lines.tell(event));
    }

    private void show(Event.Step step) {
        steps.put(step.input(), step);
        ProgressBar shown = bar.orElseGet(() -> start(step.input()));
        shown.maxHint(steps.values().stream().mapToLong(Event.Step::steps).sum());
        shown.stepTo(steps.values().stream().mapToLong(Event.Step::step).sum());
        step.residual().ifPresent(r -> shown.setExtraMessage(String.format(Locale.ROOT, " residual %.2f", r)));
    }

    private ProgressBar start(String input) {
        ProgressBar started = new ProgressBarBuilder()
                .setTaskName(Printable.of(input))
                .setRenderer(new BarLine())
                .setConsumer(terminal)
                .setUpdateIntervalMillis(200)
                .clearDisplayOnFinish()
                .build();
        bar = Optional.of(started);
        return started;
    }

    /** Of the terminal, as the launcher saw it; one less, for a full line may break. */
    private static int columns() {
        int told = Integer.getInteger("psld.columns", 0);
        return told > 1 ? told - 1 : 79;
    }

    /** An input ended; one that never started, such as a bad file, is of no account. */
    private void end(String input) {
        if (steps.containsKey(input) && --open == 0) {
            close();
        }
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
        bar = Optional.empty();
        steps.clear();
        open = 0;
    }
}
