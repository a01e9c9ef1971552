package dev.psld.config;

import java.util.Optional;

/**
 * One value of the configuration. Immutable.
 *
 * @param name with its groups before dots
 * @param byDefault empty where somebody has to give it
 * @param live whether a running agent can take a new value
 * @param sentence what it is for, with its unit
 */
record Key<T>(String name, TextForm<T> form, Optional<T> byDefault, boolean live, String sentence) {

    static <T> Key<T> live(String name, TextForm<T> form, T byDefault, String sentence) {
        return new Key<>(name, form, Optional.of(byDefault), true, sentence);
    }

    static <T> Key<T> fixed(String name, TextForm<T> form, T byDefault, String sentence) {
        return new Key<>(name, form, Optional.of(byDefault), false, sentence);
    }

    static <T> Key<T> required(String name, TextForm<T> form, String sentence) {
        return new Key<>(name, form, Optional.empty(), false, sentence);
    }

    /** The groups that it is in: {@code tasks.sr4} for {@code tasks.sr4.steps}; empty at the top. */
    String group() {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(0, dot);
    }

    /** The last part of the name. */
    String word() {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    Optional<String> defaultText() {
        return byDefault.map(form.show());
    }
}
