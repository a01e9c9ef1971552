package dev.psld.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.Message;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import dev.psld.autodiff.rule.StandardRules;
import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.GraphException;
import dev.psld.graph.Node;
import dev.psld.graph.OnnxReader;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The differentiator as a library: ONNX bytes in, ONNX bytes out. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LibraryTest {

    @Test
    void bytes_become_bytes() {
        byte[] model = model(true);
        Vjp vjp = StandardRules.differentiator()
                .differentiate(model, new DiffRequest(List.of("x", "a"), List.of("y"), Mode.TAPE));
        byte[] forward = vjp.forwardBytes();
        byte[] pullback = vjp.pullbackBytes();

        // A sine costs less to compute again than to keep.
        assertThat(vjp.tape()).isEmpty();
        Map<String, Tensor> known = new HashMap<>(Map.of(
                "x", Tensor.floats(Shape.of(2), 0, 0.5f),
                "a", Tensor.floats(Shape.of(2), 3, -2),
                "y_cotangent", Tensor.floats(Shape.of(2), 1, 10)));
        known.putAll(OrtOracle.run(OnnxReader.read(forward), known));
        Map<String, Tensor> cotangents = OrtOracle.run(OnnxReader.read(pullback), known);
        // y = a·sin x: dy/dx = a·cos x, dy/da = sin x
        assertThat(numbers(cotangents, "x_cotangent")[0]).isEqualTo(3);
        assertThat(numbers(cotangents, "x_cotangent")[1]).isCloseTo(-20 * Math.cos(0.5), within());
        assertThat(numbers(cotangents, "a_cotangent")[1]).isCloseTo(10 * Math.sin(0.5), within());
    }

    @Test
    void the_example_of_the_docs_is_compiled_and_needs_protobuf_alone(@TempDir Path folder) throws Exception {
        String source = Files.readString(Path.of("src/test/java/dev/psld/autodiff/PullbackOfAFile.java"));
        assertThat(Files.readString(Path.of("docs/differentiator.md")))
                .contains(source.substring(source.indexOf("/**")));

        Path model = Files.write(folder.resolve("model.onnx"), model(true));
        List<URL> path = new ArrayList<>();
        for (Class<?> place : List.of(Differentiator.class, LibraryTest.class, OnnxMl.class, Message.class)) {
            path.add(place.getProtectionDomain().getCodeSource().getLocation());
        }
        try (URLClassLoader alone =
                new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            assertThatThrownBy(() -> alone.loadClass("ai.onnxruntime.OrtEnvironment"))
                    .isInstanceOf(ClassNotFoundException.class);
            Method write = alone.loadClass("dev.psld.autodiff.PullbackOfAFile")
                    .getDeclaredMethod("write", Path.class, String.class, String.class, Path.class);
            write.setAccessible(true);
            write.invoke(null, model, "x", "y", folder);
        }
        assertThat(OnnxReader.read(folder.resolve("pullback.onnx")).shape("x_cotangent"))
                .isEqualTo(Shape.of(2));
        assertThat(OnnxReader.read(folder.resolve("forward.onnx")).isInput("x")).isTrue();
    }

    @Test
    void its_rooms_depend_on_protobuf_and_the_schema_alone() {
        ArchRuleDefinition.classes()
                .that()
                .resideInAnyPackage("dev.psld.fault..", "dev.psld.graph..", "dev.psld.autodiff..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "dev.psld.fault..",
                        "dev.psld.graph..",
                        "dev.psld.autodiff..",
                        "ai.onnx.proto..",
                        "com.google.protobuf..",
                        "org.jspecify.annotations..")
                .check(new ClassFileImporter()
                        .importUrl(Differentiator.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()));
    }

    /** A rule such as a user writes for an operator of his own; the example of docs/differentiator.md. */
    private static final class CubeRule implements Rule {
        @Override
        public List<String> ops() {
            return List.of("Cube");
        }

        @Override
        public String domain() {
            return "my.ops";
        }

        @Override
        public void pull(Pullback p) {
            p.accumulate(0, p.mul(p.cotangent(), p.mul(p.square(p.x()), 3)));
        }
    }

    @Test
    void a_rule_of_one_s_own_goes_into_the_book() {
        GraphBuilder builder = new GraphBuilder("cubes", 17).opset("my.ops", 1);
        builder.input("x", ElementType.FLOAT, 2);
        builder.add(new Node("", "Cube", "my.ops", List.of("x"), List.of("y"), Attributes.NONE));
        builder.output("y", ElementType.FLOAT, 2);
        DiffRequest request = DiffRequest.of("x", "y", Mode.RECOMPUTE);
        assertThatThrownBy(() -> StandardRules.differentiator().differentiate(builder.build(), request))
                .isInstanceOf(MissingRuleException.class)
                .hasMessageContaining("my.ops.Cube");

        Differentiator differentiator = new Differentiator(StandardRules.book().with(new CubeRule()));
        Map<String, Tensor> cotangents = OrtOracle.run(
                differentiator.differentiate(builder.build(), request).vjp(),
                Map.of(
                        "x", Tensor.floats(Shape.of(2), 2, -1),
                        "y_cotangent", Tensor.floats(Shape.of(2), 1, 10)));
        assertThat(numbers(cotangents, "x_cotangent")).containsExactly(12, 30);
    }

    @Test
    void a_file_without_shapes_is_refused_with_the_remedy() {
        assertThatThrownBy(() ->
                        StandardRules.differentiator().differentiate(model(false), DiffRequest.of("x", "y", Mode.TAPE)))
                .isInstanceOf(DiffException.class)
                .hasMessageContaining("the shape of “s”")
                .hasMessageContaining("infer all shapes first");
    }

    @Test
    void bytes_that_are_no_model_are_refused() {
        assertThatThrownBy(() -> StandardRules.differentiator()
                        .differentiate(new byte[] {1, 2, 3}, DiffRequest.of("x", "y", Mode.TAPE)))
                .isInstanceOf(GraphException.class)
                .hasMessageContaining("not a readable ONNX model");
    }

    private static org.assertj.core.data.Offset<Double> within() {
        return org.assertj.core.data.Offset.offset(1e-5);
    }

    private static double[] numbers(Map<String, Tensor> results, String name) {
        Tensor tensor = results.get(name);
        assertThat(tensor).as(name).isNotNull();
        return java.util.Objects.requireNonNull(tensor).toDoubles();
    }

    /** y = a·s, s = sin x, written with the schema's own classes as any other program may. */
    private static byte[] model(boolean shapes) {
        OnnxMl.GraphProto.Builder graph = OnnxMl.GraphProto.newBuilder()
                .setName("example")
                .addInput(vector("x"))
                .addInput(vector("a"))
                .addNode(OnnxMl.NodeProto.newBuilder()
                        .setOpType("Sin")
                        .addInput("x")
                        .addOutput("s"))
                .addNode(OnnxMl.NodeProto.newBuilder()
                        .setOpType("Mul")
                        .addInput("a")
                        .addInput("s")
                        .addOutput("y"))
                .addOutput(vector("y"));
        if (shapes) {
            graph.addValueInfo(vector("s"));
        }
        return OnnxMl.ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setVersion(17))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    private static OnnxMl.ValueInfoProto vector(String name) {
        return OnnxMl.ValueInfoProto.newBuilder()
                .setName(name)
                .setType(OnnxMl.TypeProto.newBuilder()
                        .setTensorType(OnnxMl.TypeProto.Tensor.newBuilder()
                                .setElemType(1)
                                .setShape(OnnxMl.TensorShapeProto.newBuilder()
                                        .addDim(OnnxMl.TensorShapeProto.Dimension.newBuilder()
                                                .setDimValue(2)))))
                .build();
    }
}
