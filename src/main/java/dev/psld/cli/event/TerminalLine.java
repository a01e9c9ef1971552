package dev.psld.cli.event;

import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * The last line of a terminal, which shows a progress bar and makes way for lines that are to stay. Thread-safe: bars are drawn by a thread of
 * their own.
 */
final class TerminalLine implements ProgressBarConsumer {
    private final PrintStream terminal;
    private final int columns;
    private String shown = "";

    /** @param columns that may be used */
    TerminalLine(PrintStream terminal, int columns) {
        this.terminal = terminal;
        this.columns = columns;
    }

    @Override
    public int getMaxRenderedLength() {
        return columns;
    }

    @Override
    public synchronized void accept(String text) {
        draw(text);
        shown = text;
    }

    /** Shows nothing while this is done, and then what was shown before. */
    synchronized void makeWay(Runnable writing) {
        draw("");
        writing.run();
        terminal.print(shown);
        terminal.flush();
    }

    @Override
    public synchronized void clear() {
        accept("");
    }

    /** The terminal stays open. */
    @Override
    public void close() {}

    private void draw(String text) {
        int over = Math.max(0, Cells.of(shown) - Cells.of(text));
        terminal.print(shown.isEmpty() ? text : "\r" + text + " ".repeat(over) + "\b".repeat(over));
        terminal.flush();
    }
}
