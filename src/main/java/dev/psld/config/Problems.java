package dev.psld.config;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a configuration, gathered so that a reader gets all of it at once. Used by one thread. */
final class Problems {
    private final List<String> sentences = new ArrayList<>();

    void add(ValueOrigin origin, String sentence) {
        sentences.add(origin.text() + ": " + sentence);
    }

    void add(String sentence) {
        sentences.add(sentence);
    }

    /** Throws them all, one a line, if there are any. */
    void check() {
        if (!sentences.isEmpty()) {
            throw new ConfigurationException(String.join("\n", sentences));
        }
    }
}
