package dev.psld.ort;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An NVIDIA GPU through CUDA and cuDNN.
 *
 * @param device number of the GPU
 * @param convSearch how cuDNN's convolution algorithms are chosen
 * @param arenaLimitBytes most device memory that each session's arena takes; 0 = no limit
 * @param arenaGrowsAsRequested whether the arena grows by what is asked for instead of by powers of two; the latter wastes memory
 * @param userStream address of the caller's {@code cudaStream_t}; 0 = a stream of ONNX Runtime's own
 */
public record CudaProvider(
        int device, ConvSearch convSearch, long arenaLimitBytes, boolean arenaGrowsAsRequested, long userStream)
        implements ExecutionProvider {
    /** How the convolution algorithm is chosen: by trying all, by cuDNN's heuristic, or always the default one. */
    public enum ConvSearch {
        EXHAUSTIVE,
        HEURISTIC,
        DEFAULT
    }

    /** GPU 0, heuristic search (no minutes of trials at the first step), an arena without limit that grows as requested. */
    public static CudaProvider defaults() {
        return new CudaProvider(0, ConvSearch.HEURISTIC, 0, true, 0);
    }

    @Override
    public Provider provider() {
        return Provider.CUDA;
    }

    @Override
    public String memory() {
        return "Cuda";
    }

    @Override
    public List<String> files() {
        return List.of("libonnxruntime_providers_shared.so", "libonnxruntime_providers_cuda.so");
    }

    @Override
    public Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("device_id", Integer.toString(device));
        values.put("cudnn_conv_algo_search", convSearch.name());
        values.put("arena_extend_strategy", arenaGrowsAsRequested ? "kSameAsRequested" : "kNextPowerOfTwo");
        if (arenaLimitBytes > 0) {
            values.put("gpu_mem_limit", Long.toString(arenaLimitBytes));
        }
        if (userStream != 0) {
            values.put("user_compute_stream", Long.toUnsignedString(userStream));
        }
        return values;
    }
}
