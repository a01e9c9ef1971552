package dev.psld.cli.event;

import java.util.ArrayList;
import java.util.List;

/** A terminal that wraps what is too long, as real ones do. It knows carriage returns, backspaces and line ends. */
final class Terminal {
    private static final int SECOND_CELL = -1;

    private final int columns;
    private final List<int[]> rows = new ArrayList<>();
    private final List<Boolean> wraps = new ArrayList<>();
    private int column;
    private int widestBar;

    Terminal(int columns) {
        this.columns = columns;
        newRow();
    }

    void put(int letter) {
        switch (letter) {
            case '\n' -> newRow();
            case '\r' -> column = 0;
            case '\b' -> column--;
            default -> {
                int cells = Cells.of(Character.toString(letter));
                if (column + cells > columns) {
                    wraps.set(wraps.size() - 1, true);
                    newRow();
                }
                int[] row = rows.get(rows.size() - 1);
                row[column] = letter;
                if (cells == 2) {
                    row[column + 1] = SECOND_CELL;
                }
                column += cells;
                widestBar = letter == '%' ? Math.max(widestBar, column) : widestBar;
            }
        }
    }

    /** The column after a percentage. */
    int widestBar() {
        return widestBar;
    }

    /** What it shows, with wrapped lines as the lines that they were. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            for (int letter : rows.get(i)) {
                if (letter != SECOND_CELL && (letter != 0 || wraps.get(i))) {
                    line.append(letter == 0 ? "" : Character.toString(letter));
                }
            }
            if (!wraps.get(i)) {
                if (!line.toString().isBlank()) {
                    lines.add(line.toString().stripTrailing());
                }
                line.setLength(0);
            }
        }
        return lines;
    }

    private void newRow() {
        rows.add(new int[columns]);
        wraps.add(false);
        column = 0;
    }
}
