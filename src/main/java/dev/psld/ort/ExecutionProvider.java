package dev.psld.ort;

import java.util.List;
import java.util.Map;

/** One execution provider with its options; a new one is one more record. Immutable. */
public sealed interface ExecutionProvider permits CpuProvider, CudaProvider, TensorRtProvider {
    /** Which one it is. */
    Provider provider();

    /** ONNX Runtime's name for the memory in which its outputs lie. */
    String memory();

    /** Files that must lie beside the library before it loads. */
    List<String> files();

    /** ONNX Runtime's keys and values for these options. */
    Map<String, String> values();
}
