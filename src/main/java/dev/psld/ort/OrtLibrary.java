package dev.psld.ort;

import com.sun.jna.Function;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A loaded {@code libonnxruntime.so}: where it lies, its version, its function table. Stays loaded until the program ends. */
final class OrtLibrary {
    private static final int RTLD_NOW_LOCAL = 2;

    /** Held for ever: JNA unloads a library that the garbage collector takes, with all its functions still in use. */
    private static final Set<NativeLibrary> LOADED = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final Optional<NativeJar> jar;
    private final String version;
    private final OrtApi api;

    private OrtLibrary(Path file, Optional<NativeJar> jar) {
        this.file = file;
        this.jar = jar;
        Pointer base = base(file);
        Function versionString = Function.getFunction(base.getPointer(Native.POINTER_SIZE), 0, OrtApi.ENCODING);
        this.version = ((Pointer) versionString.invoke(Pointer.class, new Object[0])).getString(0);
        int minor = Math.min(minor(version), Slot.NEWEST);
        // Above its own version the library answers null and writes to standard error, hence never more than it has.
        Function getApi = Function.getFunction(base.getPointer(0), 0, OrtApi.ENCODING);
        this.api = new OrtApi((Pointer) getApi.invoke(Pointer.class, new Object[] {minor}), minor);
    }

    /** From this folder, else the one named by {@code PSLD_ORT_LIB}, else from the class path. */
    static OrtLibrary open(Optional<Path> folder) {
        Optional<Path> given = folder.or(() -> Optional.ofNullable(System.getenv("PSLD_ORT_LIB"))
                .filter(text -> !text.isBlank())
                .map(Path::of));
        if (given.isPresent()) {
            return new OrtLibrary(find(given.get()), Optional.empty());
        }
        NativeJar jar = NativeJar.find(CacheFolder.path());
        return new OrtLibrary(jar.unpack("libonnxruntime.so"), Optional.of(jar));
    }

    Path file() {
        return file;
    }

    String version() {
        return version;
    }

    OrtApi api() {
        return api;
    }

    /** Puts these files beside the library when they come from the class path; a folder of the user's is left as it is. */
    void unpackBeside(List<String> files) {
        jar.ifPresent(natives -> files.stream().filter(natives::holds).forEach(natives::unpack));
    }

    /**
     * Files of the GPU providers that lie beside the library. Of those in a jar the one of TensorRT, which is small, is put there
     * for the purpose: all of them are built against the same CUDA.
     */
    List<Path> providerFiles() {
        String small = "libonnxruntime_providers_tensorrt.so";
        unpackBeside(List.of(small));
        return Stream.of("libonnxruntime_providers_cuda.so", small)
                .map(file::resolveSibling)
                .filter(Files::isRegularFile)
                .toList();
    }

    /** The minor version in a text such as {@code 1.23.2}, between the oldest supported one and any newer. */
    static int minor(String version) {
        String[] parts = version.split("\\.", -1);
        int minor = parts.length > 1 && parts[0].equals("1") && parts[1].matches("\\d{1,4}")
                ? Integer.parseInt(parts[1])
                : 0;
        if (minor < Slot.OLDEST) {
            throw new OrtException(
                    ErrorCode.NOT_IMPLEMENTED,
                    "ONNX Runtime " + version + " cannot be used: version 1." + Slot.OLDEST + " or newer is needed");
        }
        return minor;
    }

    private static Pointer base(Path file) {
        try {
            Telemetry.silence();
        } catch (LinkageError e) { // the first use of JNA, which unpacks a library of its own
            throw new OrtException(
                    ErrorCode.NO_SUCH_FILE,
                    "Java’s bridge to native code (JNA) cannot be loaded ("
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given")
                            + "): point XDG_CACHE_HOME at a folder with room, from which programs may run",
                    e);
        }
        try {
            NativeLibrary library = NativeLibrary.getInstance(
                    file.toString(),
                    Map.of(Library.OPTION_OPEN_FLAGS, RTLD_NOW_LOCAL, Library.OPTION_STRING_ENCODING, OrtApi.ENCODING));
            LOADED.add(library);
            return (Pointer) library.getFunction("OrtGetApiBase").invoke(Pointer.class, new Object[0]);
        } catch (UnsatisfiedLinkError e) {
            String words = String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
            throw new OrtException(
                    ErrorCode.NO_SUCH_FILE,
                    file + " is not an ONNX Runtime that loads on this machine (" + words
                            + "): point --ort-lib at another folder, or leave it out for the built-in one",
                    e);
        }
    }

    private static Path find(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new OrtException(
                    ErrorCode.NO_SUCH_FILE,
                    "--ort-lib (or PSLD_ORT_LIB) names " + folder
                            + ", which is not a folder: give the one that holds libonnxruntime.so");
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().matches("libonnxruntime\\.so(\\.\\d+)*"))
                    .min(Comparator.comparingInt(f -> f.toString().length()))
                    .map(Path::toAbsolutePath)
                    .orElseThrow(() -> new OrtException(
                            ErrorCode.NO_SUCH_FILE,
                            "there is no libonnxruntime.so in " + folder
                                    + ": give the folder that holds it to --ort-lib, or leave that out"));
        } catch (IOException e) {
            throw new OrtException(ErrorCode.NO_SUCH_FILE, "cannot list " + folder + ": " + e, e);
        }
    }
}
