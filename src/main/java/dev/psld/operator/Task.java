package dev.psld.operator;

import dev.psld.file.NearWord;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What is to be undone, by the word that commands and job files use. Immutable. */
public enum Task {
    SR4,
    SR,
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

    /** True for super-resolution, whose result is larger than the photo. */
    public boolean enlarges() {
        return this == SR4 || this == SR;
    }

    /** True for the tasks of which a mask says what is missing. */
    public boolean masked() {
        return this == INPAINT || this == INPAINT_BOX || this == INPAINT_RANDOM;
    }

    /** The task of a word, in any case; an unknown word is an error that offers the nearest one. */
    public static Task parse(String word) {
        String wanted = word.strip().toLowerCase(Locale.ROOT).replace('_', '-');
        for (Task task : values()) {
            if (task.word().equals(wanted)) {
                return task;
            }
        }
        List<String> words = Arrays.stream(values()).map(Task::word).toList();
        throw new OperatorException("there is no task “" + word + "”"
                + NearWord.within(4, wanted, words)
                        .map(near -> "; did you mean “" + near + "”?")
                        .orElse("")
                + " Tasks: " + String.join(", ", words));
    }

    @Override
    public String toString() {
        return word();
    }
}
