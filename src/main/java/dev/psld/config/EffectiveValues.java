package dev.psld.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The value of every key and where it came from. Immutable. */
public final class EffectiveValues {
    private record Value(Object value, String text, ValueOrigin origin) {}

    private final Map<Key<?>, Value> values;

    private EffectiveValues(Map<Key<?>, Value> values) {
        this.values = values;
    }

    /** What the file and the command line say, and defaults for the rest. */
    static EffectiveValues of(Map<String, GivenText> given, Problems problems) {
        Map<Key<?>, Value> values = new LinkedHashMap<>();
        for (Key<?> key : Keys.ALL) {
            GivenText from = given.get(key.name());
            if (from != null) {
                read(key, from, problems, values);
            } else if (key.byDefault().isPresent()) {
                values.put(
                        key, new Value(key.byDefault().get(), key.defaultText().orElse(""), new ValueOrigin.Default()));
            } else {
                problems.add("‘" + key.name() + "’ is missing: add the line ‘" + key.name() + ": FOLDER’");
            }
        }
        return new EffectiveValues(values);
    }

    private static <T> void read(Key<T> key, GivenText from, Problems problems, Map<Key<?>, Value> values) {
        key.form()
                .read()
                .apply(from.text(), from.origin().folder().orElse(Path.of("")))
                .ifPresentOrElse(
                        value -> values.put(
                                key, new Value(value, key.form().show().apply(value), from.origin())),
                        () -> problems.add(
                                from.origin(),
                                from.text().isEmpty()
                                        ? "‘" + key.name() + "’ has no value: give "
                                                + key.form().range() + ", or leave the line out"
                                        : "‘" + key.name() + "’ cannot be “" + from.text() + "”: give "
                                                + key.form().range()));
    }

    /** The value of this key. */
    @SuppressWarnings("unchecked") // each key's value was read by its own form
    <T> T get(Key<T> key) {
        return (T) value(key).value();
    }

    /** The value as a file would have it. */
    String text(Key<?> key) {
        return value(key).text();
    }

    ValueOrigin origin(Key<?> key) {
        return value(key).origin();
    }

    private Value value(Key<?> key) {
        return Objects.requireNonNull(values.get(key), key.name());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EffectiveValues that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }
}
