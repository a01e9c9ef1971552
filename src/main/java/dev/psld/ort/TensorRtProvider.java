package dev.psld.ort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An NVIDIA GPU through TensorRT, which compiles every graph into an engine; engines and timings are kept in a folder.
 *
 * @param device number of the GPU
 * @param fp16 whether engines may compute in half precision
 * @param workspaceBytes most scratch memory that an engine may use
 * @param cacheFolder where engines and timings are kept; made when missing
 */
public record TensorRtProvider(int device, boolean fp16, long workspaceBytes, Path cacheFolder)
        implements ExecutionProvider {
    private static final long GIB = 1L << 30;

    /** GPU 0, full precision, 1 GiB of workspace, engines under the user's cache folder. */
    public static TensorRtProvider defaults() {
        return new TensorRtProvider(0, false, GIB, CacheFolder.path().resolve("tensorrt"));
    }

    @Override
    public Provider provider() {
        return Provider.TENSORRT;
    }

    @Override
    public String memory() {
        return "Cuda";
    }

    @Override
    public List<String> files() {
        return List.of("libonnxruntime_providers_shared.so", "libonnxruntime_providers_tensorrt.so");
    }

    @Override
    public Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("device_id", Integer.toString(device));
        values.put("trt_fp16_enable", fp16 ? "1" : "0");
        values.put("trt_max_workspace_size", Long.toString(workspaceBytes));
        values.put("trt_engine_cache_enable", "1");
        values.put("trt_engine_cache_path", cacheFolder.toString());
        values.put("trt_timing_cache_enable", "1");
        values.put("trt_timing_cache_path", cacheFolder.toString());
        return values;
    }

    /** Makes the folder of engines; TensorRT does not. */
    void makeCacheFolder() {
        try {
            Files.createDirectories(cacheFolder);
        } catch (IOException e) {
            throw new OrtException(
                    ErrorCode.FAIL,
                    "cannot make the folder " + cacheFolder + " for TensorRT's engines (" + e
                            + "): point XDG_CACHE_HOME at a folder that can be written",
                    e);
        }
    }
}
