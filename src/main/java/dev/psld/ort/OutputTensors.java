package dev.psld.ort;

import com.sun.jna.Pointer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Outputs that ONNX Runtime made, as tensors by their names. Stateless. */
final class OutputTensors {
    private OutputTensors() {}

    /** Takes over all of these values, or releases them all when one cannot be taken. */
    static Map<String, OrtTensor> adopt(Environment environment, List<String> names, Pointer[] values) {
        Map<String, OrtTensor> adopted = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            try {
                adopted.put(names.get(i), OrtTensor.adopt(environment, values[i]));
            } catch (RuntimeException e) {
                adopted.values().forEach(OrtTensor::close);
                for (int rest = i + 1; rest < values.length; rest++) {
                    environment.api().release(Slot.RELEASE_VALUE, values[rest]);
                }
                throw e;
            }
        }
        return adopted;
    }
}
