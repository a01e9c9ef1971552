package dev.psld.ort;

import com.sun.jna.Pointer;
import dev.psld.gpu.CudaBuild;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A loaded ONNX Runtime with one thread pool that all its sessions share. Thread-safe. Whoever opens it closes it, last of all;
 * sessions still open are closed with it. ONNX Runtime keeps one environment per process: while one is open, a second one shares
 * its threads and log level.
 */
public final class Environment implements AutoCloseable {
    private static final int ARENA = 1;

    private final OrtLibrary library;
    private final OrtApi api;
    private final Handle handle;
    private final Handle cpu;
    private final Pointer allocator;
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();

    private Environment(OrtLibrary library, EnvironmentOptions options) {
        this.library = library;
        this.api = library.api();
        this.handle = create(api, options);
        try {
            this.allocator = Objects.requireNonNull(api.pointer(Slot.GET_ALLOCATOR_WITH_DEFAULT_OPTIONS));
            this.cpu = memory("Cpu");
        } catch (RuntimeException e) {
            handle.close();
            throw e;
        }
    }

    /** Opens one with the default options. */
    public static Environment open() {
        return open(EnvironmentOptions.defaults());
    }

    /** Opens one; an {@link OrtException} when no ONNX Runtime can be found or loaded. */
    public static Environment open(EnvironmentOptions options) {
        return new Environment(OrtLibrary.open(options.libraryFolder()), options);
    }

    /** Version of the loaded library, such as {@code 1.29.0}. */
    public String version() {
        return library.version();
    }

    /** The loaded {@code libonnxruntime.so}. */
    public Path libraryFile() {
        return library.file();
    }

    /**
     * What the GPU providers of the loaded library were built against; empty where it has none.
     *
     * @throws OrtException when a provider's file is damaged
     */
    public Optional<CudaBuild> cudaBuild() {
        try {
            return CudaBuild.of(library.providerFiles());
        } catch (IOException e) {
            throw new OrtException(
                    ErrorCode.NO_SUCH_FILE, "a provider of ONNX Runtime is damaged: " + e.getMessage(), e);
        }
    }

    /** The native objects opened here and not closed yet. */
    public NativeCounts nativeCounts() {
        return api.nativeCounts();
    }

    /** Loads a model file with the weights beside it; an {@link OrtException} with ONNX Runtime's words when it refuses. */
    public Session session(Path model, SessionOptions options) {
        String name = String.valueOf(model.getFileName());
        return register(
                name,
                options,
                prepared -> api.create(
                        NativeCounts.Kind.SESSION, Slot.CREATE_SESSION, handle.pointer(), model.toString(), prepared));
    }

    /** Loads a model from memory. */
    public Session session(byte[] model, SessionOptions options) {
        return session("the model in memory", model, options);
    }

    /** Loads a model from memory under a name for messages. */
    Session session(String name, byte[] model, SessionOptions given) {
        SessionOptions options = given.ofBytes(model);
        return register(
                name,
                options,
                prepared -> api.create(
                        NativeCounts.Kind.SESSION,
                        Slot.CREATE_SESSION_FROM_ARRAY,
                        handle.pointer(),
                        model,
                        (long) model.length,
                        prepared));
    }

    @Override
    public void close() {
        List.copyOf(sessions).forEach(Session::close);
        cpu.close();
        handle.close();
    }

    /** Whether tensors can be copied from a device to host memory, which ONNX Runtime offers since 1.23. */
    public boolean copiesTensors() {
        return api.has(Slot.COPY_TENSORS);
    }

    OrtApi api() {
        return api;
    }

    OrtLibrary library() {
        return library;
    }

    /** ONNX Runtime's default allocator, owned by ONNX Runtime. */
    Pointer allocator() {
        return allocator;
    }

    Handle cpu() {
        return cpu;
    }

    Pointer pointer() {
        return handle.pointer();
    }

    /** Memory of this name ("Cpu", "Cuda") on device 0; the caller closes it. */
    Handle memory(String name) {
        return api.create(NativeCounts.Kind.MEMORY_INFO, Slot.CREATE_MEMORY_INFO, name, ARENA, 0, 0);
    }

    void forget(Session session) {
        sessions.remove(session);
    }

    private Session register(String name, SessionOptions options, Loading loading) {
        try (Handle nativeOptions = NativeOptions.of(api, options)) {
            Handle made = loading.load(nativeOptions.pointer());
            Session session;
            try {
                session = new Session(this, made, name, options);
            } catch (RuntimeException e) {
                made.close();
                throw e;
            }
            sessions.add(session);
            return session;
        } catch (OrtException e) {
            throw e.during("cannot load " + name);
        }
    }

    private static Handle create(OrtApi api, EnvironmentOptions options) {
        try (Handle threading = api.create(NativeCounts.Kind.THREADING_OPTIONS, Slot.CREATE_THREADING_OPTIONS)) {
            api.call(Slot.SET_GLOBAL_INTRA_OP_NUM_THREADS, threading.pointer(), options.threads());
            // Nodes run one after the other, so a pool for several at once would only cost idle threads.
            api.call(Slot.SET_GLOBAL_INTER_OP_NUM_THREADS, threading.pointer(), 1);
            api.call(Slot.SET_GLOBAL_SPIN_CONTROL, threading.pointer(), options.spinning() ? 1 : 0);
            return api.create(
                    NativeCounts.Kind.ENVIRONMENT,
                    Slot.CREATE_ENV_WITH_GLOBAL_THREAD_POOLS,
                    options.logLevel().code,
                    "psld",
                    threading.pointer());
        }
    }

    /** Makes a session with these native options. */
    private interface Loading {
        Handle load(Pointer options);
    }
}
