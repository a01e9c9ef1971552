package dev.psld.operator;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;

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

    /** True for the tasks of which a mask says what is missing. */
    public boolean masked() {
        return this == INPAINT || this == INPAINT_BOX || this == INPAINT_RANDOM;
    }

    /** The task of a word, in any case; an unknown word is an error that offers the nearest one. */
    public static Task parse(String word) {
        String wanted = word.strip().toLowerCase(Locale.ROOT).replace('_', '-');
        Task nearest = SR4;
        for (Task task : values()) {
            if (changes(wanted, task.word()) < changes(wanted, nearest.word())) {
                nearest = task;
            }
        }
        if (nearest.word().equals(wanted)) {
            return nearest;
        }
        String all = Arrays.stream(values()).map(Task::word).collect(Collectors.joining(", "));
        throw new OperatorException("there is no task “" + word + "”"
                + (changes(wanted, nearest.word()) <= 4 ? "; did you mean “" + nearest.word() + "”?" : "")
                + " Tasks: "
                + all);
    }

    /** Insertions, deletions and replacements of letters; the library is loaded when first asked. */
    private static int changes(String a, String b) {
        return LevenshteinDistance.getDefaultInstance().apply(a, b);
    }

    @Override
    public String toString() {
        return word();
    }
}
