package dev.psld.bundle;

import dev.psld.graph.ElementType;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The element types that a manifest can name, by their words. Stateless. */
final class TypeWord {
    private static final Map<String, ElementType> TYPES = new TreeMap<>(Map.of(
            "float32", ElementType.FLOAT,
            "float16", ElementType.FLOAT16,
            "bfloat16", ElementType.BFLOAT16,
            "float64", ElementType.DOUBLE,
            "int64", ElementType.INT64,
            "int32", ElementType.INT32));

    private TypeWord() {}

    static Optional<ElementType> type(String word) {
        return Optional.ofNullable(TYPES.get(word));
    }

    static String of(ElementType type) {
        return TYPES.entrySet().stream()
                .filter(entry -> entry.getValue() == type)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(type::name);
    }

    static String words() {
        return String.join(", ", TYPES.keySet());
    }
}
