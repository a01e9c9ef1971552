package dev.psld.ort;

/** Options of the providers that the ladder may pick. Immutable. */
public record ProviderSettings(TensorRtProvider tensorRt, CudaProvider cuda) {
    public static ProviderSettings defaults() {
        return new ProviderSettings(TensorRtProvider.defaults(), CudaProvider.defaults());
    }
}
