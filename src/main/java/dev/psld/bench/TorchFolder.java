package dev.psld.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.psld.file.TemporaryFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A temporary folder that tells PyTorch's side what to run: {@code setup.json}, and arrays as little-endian floats. Used by one
 * thread; closing it deletes it.
 */
final class TorchFolder implements AutoCloseable {
    private final TemporaryFolder folder = TemporaryFolder.temporary();

    private TorchFolder() {}

    static TorchFolder of(BenchmarkCase subject, int threads) {
        TorchFolder folder = new TorchFolder();
        try {
            folder.write(subject, threads);
            return folder;
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    Path path() {
        return folder.folder();
    }

    /** An array that PyTorch's side left. */
    float[] read(String name) {
        try {
            ByteBuffer bytes =
                    ByteBuffer.wrap(Files.readAllBytes(folder.resolve(name))).order(ByteOrder.LITTLE_ENDIAN);
            float[] values = new float[bytes.remaining() / Float.BYTES];
            bytes.asFloatBuffer().get(values);
            return values;
        } catch (IOException e) {
            throw new BenchException("PyTorch’s side left no " + name + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        folder.close();
    }

    private void write(BenchmarkCase subject, int threads) {
        Map<String, Object> setup = new LinkedHashMap<>();
        setup.put("bundle", subject.models().bundle().folder().toAbsolutePath().toString());
        setup.put("task", subject.task().word());
        setup.put("operator", subject.measurement().operator().name());
        setup.put("lift", subject.lift().name());
        setup.put("method", subject.settings().method().word());
        setup.put("steps", subject.settings().steps());
        setup.put("gamma", subject.settings().gamma());
        setup.put("omega", subject.settings().omega());
        setup.put("power", subject.settings().power());
        setup.put("start", subject.settings().start());
        setup.put("clip", subject.settings().clip());
        setup.put("noiseFloor", subject.settings().noiseFloor());
        setup.put("sigma", subject.settings().sigma());
        setup.put("threads", threads);
        Map<String, List<Long>> arrays = new LinkedHashMap<>();
        arrays.put(
                "y",
                array(
                        "y",
                        subject.measurement().y(),
                        subject.measurement().operator().measurementShape().dims()));
        arrays.put("z", array("z", subject.latent(), latentShape(subject)));
        subject.measurement()
                .operator()
                .parameters()
                .forEach((name, tensor) -> arrays.put(
                        name, array(name, tensor.toFloats(), tensor.shape().dims())));
        setup.put("arrays", arrays);
        try {
            Files.writeString(folder.resolve("setup.json"), new ObjectMapper().writeValueAsString(setup));
        } catch (IOException e) {
            throw new BenchException(path() + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static List<Long> latentShape(BenchmarkCase subject) {
        return Stream.concat(Stream.of(1), subject.manifest().latent().stream())
                .map(Integer::longValue)
                .toList();
    }

    private List<Long> array(String name, float[] values, List<Long> shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        try {
            Files.write(folder.resolve(name + ".f32"), bytes.array());
            return shape;
        } catch (IOException e) {
            throw new BenchException(path() + " cannot be written: " + e.getMessage(), e);
        }
    }
}
