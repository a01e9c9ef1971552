package dev.psld.ort;

/** Turns {@link SessionOptions} into ONNX Runtime's own. */
final class NativeOptions {
    private NativeOptions() {}

    /** A native object that the caller closes once the session is made. */
    static Handle of(OrtApi api, SessionOptions options) {
        Handle handle = api.create(NativeCounts.Kind.SESSION_OPTIONS, Slot.CREATE_SESSION_OPTIONS);
        try {
            fill(api, handle, options);
            return handle;
        } catch (RuntimeException e) {
            handle.close();
            throw e;
        }
    }

    private static void fill(OrtApi api, Handle handle, SessionOptions options) {
        // Pools of several sessions spin against each other, hence the environment's one pool.
        api.call(Slot.DISABLE_PER_SESSION_THREADS, handle.pointer());
        api.call(Slot.SET_GRAPH_OPTIMIZATION_LEVEL, handle.pointer(), options.level().code);
        options.saveTo()
                .ifPresent(file -> api.call(Slot.SET_OPTIMIZED_MODEL_FILE_PATH, handle.pointer(), file.toString()));
        if (!options.prepacking()) {
            api.call(Slot.ADD_SESSION_CONFIG_ENTRY, handle.pointer(), "session.disable_prepacking", "1");
        }
        if (!options.arena()) {
            api.call(Slot.DISABLE_CPU_MEM_ARENA, handle.pointer());
        }
        options.config().forEach((key, value) -> api.call(Slot.ADD_SESSION_CONFIG_ENTRY, handle.pointer(), key, value));
        options.freeDimensions()
                .forEach((symbol, size) ->
                        api.call(Slot.ADD_FREE_DIMENSION_OVERRIDE_BY_NAME, handle.pointer(), symbol, (long) size));
        options.initializers()
                .forEach((name, value) -> api.call(Slot.ADD_INITIALIZER, handle.pointer(), name, value.pointer()));
        options.providers().forEach(provider -> append(api, handle, provider));
    }

    /** An {@link OrtException} with the loader's words when the provider does not load. */
    private static void append(OrtApi api, Handle handle, ExecutionProvider provider) {
        if (provider instanceof TensorRtProvider tensorRt) {
            tensorRt.makeCacheFolder();
        }
        KeyedOptions.of(provider.provider()).ifPresent(keyed -> keyed.appendTo(api, handle, provider.values()));
    }
}
