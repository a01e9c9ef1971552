package dev.psld.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.psld.derive.ModelException;
import dev.psld.file.NearWord;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The fields of one JSON object, each asked for by name; what nobody asked for is an error that names it. Not
 * thread-safe; used while a file is read.
 */
final class JsonFields {
    private final String file;
    private final String place;
    private final JsonNode node;
    private final Set<String> known = new LinkedHashSet<>();

    /** @param file what messages begin with */
    static JsonFields of(String file, JsonNode node) {
        return new JsonFields(file, "", node);
    }

    private JsonFields(String file, String place, JsonNode node) {
        this.file = file;
        this.place = place;
        this.node = node;
        if (!node.isObject()) {
            throw fault((place.isEmpty() ? "it" : place) + " is no JSON object");
        }
    }

    String text(String key) {
        return optionalText(key).orElseThrow(() -> missing(key));
    }

    Optional<String> optionalText(String key) {
        return optional(key, "a text", value -> value.isTextual() ? Optional.of(value.textValue()) : Optional.empty());
    }

    int whole(String key) {
        return Math.toIntExact(longer(key));
    }

    long longer(String key) {
        return optional(
                        key,
                        "a whole number",
                        value -> value.isIntegralNumber() && value.canConvertToLong()
                                ? Optional.of(value.longValue())
                                : Optional.empty())
                .orElseThrow(() -> missing(key));
    }

    double number(String key) {
        return optionalNumber(key).orElseThrow(() -> missing(key));
    }

    Optional<Double> optionalNumber(String key) {
        return optional(key, "a number", JsonFields::number);
    }

    Optional<Boolean> optionalFlag(String key) {
        return optional(key, "true or false", v -> v.isBoolean() ? Optional.of(v.booleanValue()) : Optional.empty());
    }

    List<Double> numbers(String key) {
        return optionalNumbers(key).orElseThrow(() -> missing(key));
    }

    Optional<List<Double>> optionalNumbers(String key) {
        return optional(key, "a list of numbers", value -> {
            List<Double> all = new ArrayList<>();
            for (JsonNode element : value) {
                number(element).ifPresent(all::add);
            }
            return value.isArray() && all.size() == value.size() ? Optional.of(all) : Optional.empty();
        });
    }

    /** One of a few words. */
    <T> T word(String key, Function<String, Optional<T>> meaning, String words) {
        String text = text(key);
        return meaning.apply(text).orElseThrow(() -> unknown(key, text, words));
    }

    ModelException unknown(String key, String text, String words) {
        return fault(at(key) + " cannot be “" + text + "”: there are " + words);
    }

    JsonFields object(String key) {
        return optionalObject(key).orElseThrow(() -> missing(key));
    }

    Optional<JsonFields> optionalObject(String key) {
        return optional(key, "an object", Optional::of).map(value -> new JsonFields(file, at(key), value));
    }

    /** A list of objects; empty where there is no such field. */
    List<JsonFields> objects(String key) {
        List<JsonFields> all = new ArrayList<>();
        optional(key, "a list", value -> value.isArray() ? Optional.of(value) : Optional.empty())
                .ifPresent(array -> array.forEach(
                        element -> all.add(new JsonFields(file, at(key) + "[" + all.size() + "]", element))));
        return all;
    }

    /** All fields, each an object, whatever their names. */
    Map<String, JsonFields> eachObject() {
        Map<String, JsonFields> all = new LinkedHashMap<>();
        names().forEach(key -> all.put(key, object(key)));
        return all;
    }

    /** All fields, each a text, whatever their names. */
    Map<String, String> eachText() {
        Map<String, String> all = new LinkedHashMap<>();
        names().forEach(key -> all.put(key, text(key)));
        return all;
    }

    /** All fields, each a list of numbers, whatever their names. */
    Map<String, List<Double>> eachNumbers() {
        Map<String, List<Double>> all = new LinkedHashMap<>();
        names().forEach(key -> all.put(key, numbers(key)));
        return all;
    }

    /** Refuses the first field that nobody asked for. */
    void end() {
        for (String key : names()) {
            if (!known.contains(key)) {
                throw fault((place.isEmpty() ? "" : place + " has ") + "the key “" + key + "” "
                        + (place.isEmpty() ? "is unknown" : "that nobody knows")
                        + NearWord.of(key, known)
                                .map(near -> ": did you mean “" + near + "”?")
                                .orElse(": there are " + String.join(", ", known)));
            }
        }
    }

    /** What is wrong here. */
    ModelException fault(String sentence) {
        return new ModelException(file + " cannot be used: " + sentence);
    }

    /** What is wrong with this object, named by its place. */
    ModelException here(String sentence) {
        return fault(place + " " + sentence);
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (Iterator<String> each = node.fieldNames(); each.hasNext(); ) {
            names.add(each.next());
        }
        return names;
    }

    private <T> Optional<T> optional(String key, String form, Function<JsonNode, Optional<T>> read) {
        known.add(key);
        JsonNode value = node.get(key);
        if (value == null) {
            return Optional.empty();
        }
        Optional<T> result = read.apply(value);
        if (result.isEmpty()) {
            throw fault(at(key) + " must be " + form + ", not " + value);
        }
        return result;
    }

    private static Optional<Double> number(JsonNode value) {
        return value.isNumber() ? Optional.of(value.doubleValue()) : Optional.empty();
    }

    private ModelException missing(String key) {
        return fault("it has no “" + at(key) + "”");
    }

    private String at(String key) {
        return place.isEmpty() ? key : place + "." + key;
    }
}
