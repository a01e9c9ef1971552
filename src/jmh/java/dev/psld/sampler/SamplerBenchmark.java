package dev.psld.sampler;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The sampler's own arithmetic: latent by latent, drawn noise, and a whole step over a chain that costs next to nothing. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SamplerBenchmark {
    private static final StepCheck CHECK = new StepCheck(1, 1);

    /** Numbers in a latent: 8×16×16 of 64×64 pictures, 4×64×64 of 512×512 ones. */
    @Param({"2048", "16384"})
    public int length;

    private float[] x = {};
    private float[] y = {};
    private Draws draws = Draws.of(1, "jmh");
    private StepEngine engine = new ChainedStep(new EchoChain(1), Settings.defaults());
    private StepInput input = input(x);

    @Setup
    public void fill() {
        x = draws.normal(length);
        y = draws.normal(length);
        engine = new ChainedStep(new EchoChain(length), Settings.defaults());
        input = input(x);
    }

    @Benchmark
    public float[] combine() {
        return Vectors.combine(0.3, x, 0.7, y);
    }

    @Benchmark
    public double norm() {
        return Vectors.norm(x);
    }

    @Benchmark
    public boolean finite() {
        return Vectors.isFinite(x);
    }

    @Benchmark
    public float[] draws() {
        return draws.normal(length);
    }

    @Benchmark
    public StepOutput step() {
        return engine.step(input, CHECK);
    }

    private static StepInput input(float[] zt) {
        return new StepInput(
                zt,
                new StepGrid.Point(500, 0.3, 0.4, 20),
                0.1,
                1,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Gives back what it is given. */
    private record EchoChain(int latentLength) implements GuidanceChain {
        @Override
        public double scale() {
            return 0.9;
        }

        @Override
        public int measurementLength() {
            return latentLength;
        }

        @Override
        public long informative() {
            return latentLength;
        }

        @Override
        public float[] predictNoise(float[] zt, double alphaBar, int t) {
            return zt;
        }

        @Override
        public float[] pullNoise(float[] cotangent) {
            return cotangent;
        }

        @Override
        public Observation observe(float[] z, Optional<float[]> noise) {
            return new Observation(2, Optional.of(new Moments(z, z)));
        }

        @Override
        public float[] pullObservation(double residualScale, Optional<Moments> encoded) {
            return encoded.orElseThrow().mean();
        }
    }
}
