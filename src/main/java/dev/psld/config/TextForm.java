package dev.psld.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * How the text of a value is read and written. Immutable and thread-safe.
 *
 * @param range what may stand there, as it follows the word “give”
 * @param read the value of a text, with the folder at which relative paths start; empty where the text is no such value
 * @param show the text that reads back as that value
 */
record TextForm<T>(String range, BiFunction<String, Path, Optional<T>> read, Function<T, String> show) {

    static <T> TextForm<T> of(String range, Function<String, Optional<T>> read, Function<T, String> show) {
        return new TextForm<>(range, (text, folder) -> read.apply(text), show);
    }

    /** This form, or one word that stands for no value. */
    TextForm<Optional<T>> or(String nothing) {
        return new TextForm<>(
                nothing + ", or " + range,
                (text, folder) -> {
                    Optional<T> value = text.equals(nothing) ? Optional.empty() : read.apply(text, folder);
                    return Optional.of(value).filter(v -> v.isPresent() || text.equals(nothing));
                },
                value -> value.map(show).orElse(nothing));
    }
}
