package dev.psld.cli.event;

import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBarRenderer;
import me.tongfei.progressbar.ProgressState;

/**
 * The line of a progress bar, never longer than the terminal is wide: what matters least is left out first, which is the
 * bar, then the name, then what is known beside. Immutable and thread-safe.
 */
record BarLine() implements ProgressBarRenderer {
    private static final int SHORTEST_BAR = 8;
    private static final int SHORTEST_NAME = 6;

    @Override
    public String render(ProgressState state, int longest) {
        long made = state.getCurrent();
        long all = Math.max(1, state.getMax());
        String share = String.format(Locale.ROOT, "%3d%%", 100 * made / all);
        String count = " " + made + "/" + all;
        String left = made == 0
                ? ""
                : " "
                        + time(state.getElapsedAfterStart()
                                .multipliedBy(all - made)
                                .dividedBy(made));
        String line = share;
        for (String more : new String[] {left, count, state.getExtraMessage()}) {
            if (Cells.of(line) + Cells.of(more) <= longest) {
                line += more;
            }
        }
        int room = longest - Cells.of(line) - 1;
        if (room < SHORTEST_NAME) {
            return Cells.firstOf(line, longest);
        }
        String name = state.getTaskName();
        int forName = room < SHORTEST_NAME + SHORTEST_BAR + 3 ? room : Math.max(SHORTEST_NAME, room / 2);
        String shown = Cells.of(name) <= forName ? name : "…" + Cells.lastOf(name, forName - 1);
        int forBar = room - Cells.of(shown) - 3;
        return shown + " " + (forBar >= SHORTEST_BAR ? bar(made, all, forBar) + " " : "") + line;
    }

    private static String bar(long made, long all, int width) {
        int full = (int) Math.min(width, width * made / all);
        return "│" + "█".repeat(full) + " ".repeat(width - full) + "│";
    }

    /** Hours, minutes and seconds. */
    private static String time(Duration left) {
        return String.format(Locale.ROOT, "%d:%02d:%02d", left.toHours(), left.toMinutesPart(), left.toSecondsPart());
    }
}
