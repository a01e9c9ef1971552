package dev.psld.ort;

import dev.psld.gpu.MachineFiles;

/** Options of the providers that the ladder may pick. Immutable. */
public record ProviderSettings(TensorRtProvider tensorRt, CudaProvider cuda) {
    public static ProviderSettings defaults() {
        return new ProviderSettings(TensorRtProvider.defaults(), CudaProvider.defaults());
    }

    /** The same with caches for this machine and this ONNX Runtime. */
    ProviderSettings on(Environment environment) {
        return new ProviderSettings(
                tensorRt.on(MachineFiles.here(), environment.cudaBuild(), environment.version()), cuda);
    }
}
