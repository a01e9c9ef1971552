package dev.psld.ort;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * The natives inside ONNX Runtime's jar on the class path, unpacked once into a cache folder, each file when it is first needed.
 * Safe against several processes at once: a file appears complete or not at all.
 */
final class NativeJar {
    private static final String ROOT = "ai/onnxruntime/native/";

    private final String resources;
    private final Path folder;

    private NativeJar(String resources, Path folder) {
        this.resources = resources;
        this.folder = folder;
    }

    /** The natives for this machine, to be unpacked below {@code cache}. */
    static NativeJar find(Path cache) {
        String platform = Platform.name();
        URL library = resource(ROOT + platform + "/libonnxruntime.so");
        if (library == null) {
            throw new OrtException(
                    ErrorCode.NO_SUCH_FILE,
                    "the class path holds no ONNX Runtime for " + platform
                            + ": point --ort-lib (or PSLD_ORT_LIB) at a folder with libonnxruntime.so");
        }
        return new NativeJar(ROOT + platform + "/", cache.resolve("ort-" + version(library) + "-" + platform));
    }

    Path folder() {
        return folder;
    }

    boolean holds(String file) {
        return resource(resources + file) != null;
    }

    /** The unpacked file; a file of the right size is taken as it is. */
    Path unpack(String file) {
        URL resource = resource(resources + file);
        if (resource == null) {
            throw new OrtException(ErrorCode.NO_SUCH_FILE, "ONNX Runtime's jar on the class path holds no " + file);
        }
        Path target = folder.resolve(file);
        try {
            URLConnection connection = resource.openConnection();
            if (Files.exists(target) && Files.size(target) == connection.getContentLengthLong()) {
                return target;
            }
            Files.createDirectories(folder);
            Path part = Files.createTempFile(folder, file, ".part");
            try (InputStream in = connection.getInputStream()) {
                Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
            return target;
        } catch (IOException e) {
            throw new OrtException(
                    ErrorCode.NO_SUCH_FILE,
                    "cannot unpack " + file + " to " + folder + " (" + e
                            + "): make room there, or point XDG_CACHE_HOME at a folder that can be written",
                    e);
        }
    }

    private static @Nullable URL resource(String name) {
        return NativeJar.class.getClassLoader().getResource(name);
    }

    private static String version(URL library) {
        try {
            if (library.openConnection() instanceof JarURLConnection jar) {
                Manifest manifest = jar.getManifest();
                String version = manifest == null
                        ? null
                        : manifest.getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
                return version == null ? "unversioned" : version;
            }
            return "unversioned";
        } catch (IOException e) {
            throw new OrtException(ErrorCode.NO_SUCH_FILE, "cannot read ONNX Runtime's jar: " + e, e);
        }
    }
}
