package dev.psld.ort;

import com.sun.jna.StringArray;
import java.util.Map;
import java.util.Optional;

/** The way in which every provider with keyed options is added: create, update by key and value, append, release. */
record KeyedOptions(NativeCounts.Kind kind, Slot create, Slot update, Slot append) {
    private static final KeyedOptions CUDA = new KeyedOptions(
            NativeCounts.Kind.CUDA_OPTIONS, Slot.CREATE_CUDA_OPTIONS, Slot.UPDATE_CUDA_OPTIONS, Slot.APPEND_CUDA_V2);
    private static final KeyedOptions TENSORRT = new KeyedOptions(
            NativeCounts.Kind.TENSORRT_OPTIONS,
            Slot.CREATE_TENSORRT_OPTIONS,
            Slot.UPDATE_TENSORRT_OPTIONS,
            Slot.APPEND_TENSORRT_V2);

    /** Empty for the CPU, which ONNX Runtime adds by itself behind all others. */
    static Optional<KeyedOptions> of(Provider provider) {
        return switch (provider) {
            case TENSORRT -> Optional.of(TENSORRT);
            case CUDA -> Optional.of(CUDA);
            case CPU -> Optional.empty();
        };
    }

    void appendTo(OrtApi api, Handle sessionOptions, Map<String, String> values) {
        try (Handle options = api.create(kind, create)) {
            String[] keys = values.keySet().toArray(String[]::new);
            String[] texts = values.values().toArray(String[]::new);
            api.call(
                    update,
                    options.pointer(),
                    new StringArray(keys, OrtApi.ENCODING),
                    new StringArray(texts, OrtApi.ENCODING),
                    (long) keys.length);
            api.call(append, sessionOptions.pointer(), options.pointer());
        }
    }
}
