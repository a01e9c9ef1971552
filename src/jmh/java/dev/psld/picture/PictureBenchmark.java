package dev.psld.picture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Reading and writing a picture file, with the sync to disk that the writer does. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH fills the fields in draw()
public class PictureBenchmark {
    @Param({"64", "512"})
    public int side;

    @Param({"png", "jpg"})
    public String format;

    private Path folder;
    private Path in;
    private Path out;
    private Picture picture;

    @Setup
    public void draw() throws IOException {
        folder = Files.createTempDirectory("psld-jmh");
        in = folder.resolve("in." + format);
        out = folder.resolve("out." + format);
        SplittableRandom random = new SplittableRandom(1);
        float[] samples = new float[3 * side * side];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (0.8 * Math.sin(i / 40.0) + 0.1 * random.nextDouble());
        }
        picture = Picture.rgb(side, side, samples);
        new PictureWriter().write(picture, in);
    }

    @TearDown
    public void delete() throws IOException {
        Files.deleteIfExists(out);
        Files.delete(in);
        Files.delete(folder);
    }

    @Benchmark
    public Picture read() {
        return new PictureReader().read(in);
    }

    @Benchmark
    public void write() {
        new PictureWriter().overwriting(true).write(picture, out);
    }
}
