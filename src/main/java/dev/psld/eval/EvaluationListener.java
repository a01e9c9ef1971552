package dev.psld.eval;

import java.nio.file.Path;

/** Hears how an evaluation gets on, on its thread. */
public interface EvaluationListener {
    /** Something that the reader should know. */
    void remark(String sentence);

    /**
     * A cell is done.
     *
     * @param done how many are, those of earlier runs included
     * @param secondsLeft about; NaN where nothing tells yet
     */
    void cell(Cell cell, int done, int all, double secondsLeft);

    /** A picture that cannot be read, and is left out. */
    void unreadable(Path file, Throwable why);
}
