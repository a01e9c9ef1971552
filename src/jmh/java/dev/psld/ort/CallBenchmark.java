package dev.psld.ort;

import dev.psld.graph.Attributes;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.OnnxWriter;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What one call of ONNX Runtime costs before it computes anything: a graph of one node on one number, bound once. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH fills the fields in open()
public class CallBenchmark {
    private Environment environment;
    private Session session;
    private Binding binding;
    private OrtTensor x;
    private OrtTensor latent;
    private float[] values;

    @Setup
    public void open() {
        environment = Environment.open();
        session = environment.session(OnnxWriter.toBytes(graph()), SessionOptions.defaults());
        x = OrtTensor.of(environment, new float[] {1}, 1);
        latent = OrtTensor.allocate(environment, ElementType.FLOAT, 1, 8, 16, 16);
        values = new float[2048];
        binding = session.bind().input("x", x).outputToDevice("y");
        binding.run();
    }

    @TearDown
    public void close() {
        binding.close();
        latent.close();
        x.close();
        session.close();
        environment.close();
    }

    @Benchmark
    public Binding run() {
        return binding.run();
    }

    @Benchmark
    public OrtTensor put() {
        return latent.put(values);
    }

    @Benchmark
    public float[] get() {
        return latent.toFloats();
    }

    private static Graph graph() {
        GraphBuilder builder = new GraphBuilder("one", 17);
        builder.input("x", dev.psld.graph.ElementType.FLOAT, 1);
        builder.emitAs("y", "Neg", Attributes.NONE, "x");
        return builder.output("y", dev.psld.graph.ElementType.FLOAT, 1).build();
    }
}
