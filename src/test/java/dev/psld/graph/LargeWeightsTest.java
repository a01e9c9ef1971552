package dev.psld.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights in files that are longer than a buffer can be; the files have holes, and take no room. */
class LargeWeightsTest {
    private static final long LENGTH = 5L << 30;
    private static final long PLACE = (3L << 30) + 64;

    @TempDir
    private Path folder;

    private Path model(long offset, long length, long... dims) throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("w.bin").toFile(), "rw")) {
            file.setLength(LENGTH);
            ByteBuffer values = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            file.seek(PLACE);
            file.write(values.putFloat(1.5f).putFloat(-2).array());
        }
        OnnxMl.TensorProto.Builder tensor =
                OnnxMl.TensorProto.newBuilder().setName("w").setDataType(1);
        for (long dim : dims) {
            tensor.addDims(dim);
        }
        tensor.setDataLocation(OnnxMl.TensorProto.DataLocation.EXTERNAL)
                .addExternalData(entry("location", "w.bin"))
                .addExternalData(entry("offset", "" + offset))
                .addExternalData(entry("length", "" + length));
        OnnxMl.GraphProto graph = OnnxMl.GraphProto.newBuilder()
                .setName("g")
                .addInitializer(tensor)
                .addNode(OnnxMl.NodeProto.newBuilder()
                        .setOpType("Neg")
                        .addInput("w")
                        .addOutput("y"))
                .addOutput(OnnxMl.ValueInfoProto.newBuilder().setName("y"))
                .build();
        byte[] bytes = OnnxMl.ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setVersion(17))
                .setGraph(graph)
                .build()
                .toByteArray();
        return Files.write(folder.resolve("g.onnx"), bytes);
    }

    private static OnnxMl.StringStringEntryProto entry(String key, String value) {
        return OnnxMl.StringStringEntryProto.newBuilder()
                .setKey(key)
                .setValue(value)
                .build();
    }

    @Test
    void a_tensor_beyond_two_gibibytes_of_its_file_is_read() throws IOException {
        Tensor read = OnnxReader.read(model(PLACE, 8, 2)).constants().get("w");
        assertThat(read).isEqualTo(Tensor.floats(Shape.of(2), 1.5f, -2));
    }

    @Test
    void what_lies_beyond_the_end_or_is_longer_than_a_buffer_is_refused_by_name() throws IOException {
        Path beyond = model(LENGTH - 4, 8, 2);
        assertThatThrownBy(() -> OnnxReader.read(beyond))
                .isInstanceOf(GraphException.class)
                .hasMessageContaining("“w” lies beyond the end of");
        Path huge = model(0, 4L << 30, 1 << 30);
        assertThatThrownBy(() -> OnnxReader.read(huge))
                .isInstanceOf(GraphException.class)
                .hasMessageContaining("“w” has 4294967296 bytes")
                .hasMessageContaining("half precision");
        Path overflow = model(Long.MAX_VALUE - 2, 8, 2);
        assertThatThrownBy(() -> OnnxReader.read(overflow))
                .isInstanceOf(GraphException.class)
                .hasMessageContaining("beyond the end");
    }
}
