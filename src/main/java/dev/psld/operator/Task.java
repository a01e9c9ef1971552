package dev.psld.operator;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is to be undone, by the word that commands and job files use. Immutable. */
public enum Task {
    SR4,
    INPAINT,
    INPAINT_BOX,
    INPAINT_RANDOM,
    DEBLUR_GAUSSIAN,
    DEBLUR_MOTION,
    DENOISE,
    CUSTOM;

    /** The word: {@code sr4}, {@code inpaint-box}, … */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The task of a word, in any case; an unknown word is an error that offers the nearest one. */
    public static Task parse(String word) {
        String wanted = word.strip().toLowerCase(Locale.ROOT).replace('_', '-');
        Task nearest = SR4;
        for (Task task : values()) {
            if (distance(wanted, task.word()) < distance(wanted, nearest.word())) {
                nearest = task;
            }
        }
        if (nearest.word().equals(wanted)) {
            return nearest;
        }
        String all = Arrays.stream(values()).map(Task::word).collect(Collectors.joining(", "));
        throw new OperatorException("there is no task “" + word + "”"
                + (distance(wanted, nearest.word()) <= 4 ? "; did you mean “" + nearest.word() + "”?" : "") + " Tasks: "
                + all);
    }

    /** Levenshtein's distance: insertions, deletions and replacements of letters. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int kept = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(kept, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }

    @Override
    public String toString() {
        return word();
    }
}
