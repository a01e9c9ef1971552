package dev.psld.bench;

import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.OnnxWriter;
import dev.psld.ort.Binding;
import dev.psld.ort.Environment;
import dev.psld.ort.OrtTensor;
import dev.psld.ort.Pick;
import dev.psld.ort.Session;
import dev.psld.ort.SessionOptions;
import dev.psld.sampler.Draws;

/** Measures {@link Peak}: square matrix products of several sizes through ONNX Runtime and its own thread pool. Stateless. */
final class GemmPeak {
    private static final int[] SIZES = {192, 256, 384, 512, 768, 1024};
    private static final int LEAST_RUNS = 4;
    private static final long NANOS_PER_SIZE = 150_000_000;

    private GemmPeak() {}

    /** The best single product of all sizes: the least disturbed one. */
    static Peak measure(Environment environment, Pick pick) {
        Peak best = new Peak(0, 0);
        for (int size : SIZES) {
            double flops = 2.0 * size * size * size;
            double gflops = flops / fastest(environment, pick, size);
            if (gflops > best.gflops()) {
                best = new Peak(gflops, size);
            }
        }
        return best;
    }

    /** Nanoseconds of the fastest run. */
    private static double fastest(Environment environment, Pick pick, int n) {
        float[] values = Draws.of(n, "gemm").normal(n * n);
        try (Session session = environment.session(
                        OnnxWriter.toBytes(graph(n)), SessionOptions.defaults().with(pick));
                Binding binding = session.bind();
                OrtTensor a = OrtTensor.of(environment, values, n, n);
                OrtTensor b = OrtTensor.of(environment, values, n, n)) {
            binding.input("a", a).input("b", b).outputToDevice("c").run();
            long began = System.nanoTime();
            long fastest = Long.MAX_VALUE;
            for (int i = 0; i < LEAST_RUNS || System.nanoTime() - began < NANOS_PER_SIZE; i++) {
                long start = System.nanoTime();
                binding.run();
                fastest = Math.min(fastest, System.nanoTime() - start);
            }
            return fastest;
        }
    }

    private static Graph graph(int n) {
        GraphBuilder builder = new GraphBuilder("gemm", 17);
        builder.input("a", ElementType.FLOAT, n, n);
        builder.input("b", ElementType.FLOAT, n, n);
        builder.emitAs("c", "MatMul", Attributes.NONE, "a", "b");
        return builder.output("c", ElementType.FLOAT, n, n).build();
    }
}
