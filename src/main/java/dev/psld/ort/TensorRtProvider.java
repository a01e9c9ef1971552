package dev.psld.ort;

import dev.psld.gpu.CudaBuild;
import dev.psld.gpu.FoundLibrary;
import dev.psld.gpu.LibrarySearch;
import dev.psld.gpu.MachineFiles;
import dev.psld.gpu.NvidiaGpu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An NVIDIA GPU through TensorRT, which compiles every graph into an engine; engines and timings are kept in folders.
 *
 * @param device number of the GPU
 * @param fp16 whether engines may compute in half precision
 * @param workspaceBytes most scratch memory that an engine may use
 * @param cacheFolder where timings are kept, and engines in folders by model; made when missing
 * @param model what the engines are of: ONNX Runtime names them by the names in a graph, and would take those of other weights
 */
public record TensorRtProvider(int device, boolean fp16, long workspaceBytes, Path cacheFolder, String model)
        implements ExecutionProvider {
    private static final long GIB = 1L << 30;
    private static final int DIGITS = 16;

    /** GPU 0, full precision, 1 GiB of workspace, engines under the user's cache folder. */
    public static TensorRtProvider defaults() {
        return new TensorRtProvider(0, false, GIB, CacheFolder.path().resolve("tensorrt"), "");
    }

    /**
     * The same with a folder for what engines and timings depend on besides the model: the GPU, its driver, TensorRT and ONNX
     * Runtime. One that was made by other versions is left alone.
     *
     * @param runtime version of ONNX Runtime
     */
    TensorRtProvider on(MachineFiles machine, Optional<CudaBuild> build, String runtime) {
        Optional<NvidiaGpu> gpu = NvidiaGpu.of(machine);
        Optional<String> tensorRt = build.flatMap(b -> b.tensorRt().stream()
                .flatMap(name -> LibrarySearch.on(machine, b.runPath()).find(name).stream())
                .findFirst()
                .flatMap(FoundLibrary::version));
        String parts = String.join(
                "-",
                gpu.map(NvidiaGpu::name).orElse("gpu") + " " + device,
                "driver " + gpu.flatMap(NvidiaGpu::driver).orElse("unknown"),
                "tensorrt " + tensorRt.orElse("unknown"),
                "onnxruntime " + runtime);
        return in(cacheFolder.resolve(parts.replaceAll("[^A-Za-z0-9.-]+", "_")));
    }

    private TensorRtProvider in(Path folder) {
        return new TensorRtProvider(device, fp16, workspaceBytes, folder, model);
    }

    /** The same for the graphs of one model, told by a hash. */
    TensorRtProvider of(String hash) {
        return new TensorRtProvider(device, fp16, workspaceBytes, cacheFolder, hash);
    }

    /** The same with engines that may compute in half precision. */
    TensorRtProvider inHalfPrecision() {
        return new TensorRtProvider(device, true, workspaceBytes, cacheFolder, model);
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
        values.put("trt_engine_cache_path", engineFolder().toString());
        values.put("trt_timing_cache_enable", "1");
        values.put("trt_timing_cache_path", cacheFolder.toString());
        return values;
    }

    /** Where engines of its model are; those in half precision apart. */
    public Path engineFolder() {
        String name = (model.isEmpty() ? "unnamed" : model.substring(0, Math.min(DIGITS, model.length())))
                + (fp16 ? "-fp16" : "");
        return cacheFolder.resolve(name);
    }

    /** Makes the folder of engines; TensorRT does not. */
    void makeCacheFolder() {
        try {
            Files.createDirectories(engineFolder());
        } catch (IOException e) {
            throw new OrtException(
                    ErrorCode.FAIL,
                    "cannot make the folder " + cacheFolder + " for TensorRT's engines (" + e
                            + "): point XDG_CACHE_HOME at a folder that can be written",
                    e);
        }
    }
}
