package dev.psld.ort;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A convolution of one pixel that shows whether providers not only load but run, cuDNN included. */
final class ProbeModel {
    private static final String RESOURCE = "probe.onnx";

    private ProbeModel() {}

    /** Runs it on these providers; an {@link OrtException} with the loader's words when that fails. */
    static void run(Environment environment, List<ExecutionProvider> providers) {
        SessionOptions options = SessionOptions.defaults().withProviders(providers);
        try (Session session = environment.session("a first small graph", bytes(), options);
                OrtTensor x = OrtTensor.of(environment, new float[] {3}, 1, 1, 1, 1)) {
            session.run(Map.of("x", x)).values().forEach(OrtTensor::close);
        }
    }

    static byte[] bytes() {
        try (InputStream in = Objects.requireNonNull(ProbeModel.class.getResourceAsStream(RESOURCE))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
