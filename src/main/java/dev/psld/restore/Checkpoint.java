package dev.psld.restore;

import dev.psld.file.AtomicFile;
import dev.psld.sampler.SamplerState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * A folder that keeps where the samples of a photo stand and what came out of those that are done, so that a later run of
 * the same work ends with the same bytes. A thread for each
 * sample may use it. A file that is damaged, or of other work, counts as missing.
 */
public final class Checkpoint {
    private final Path folder;
    private final String key;
    private final int every;

    /**
     * @param key of everything that decides the samples; another key, another work
     * @param every steps from one keeping of where a sample stands to the next; 0 for none but before an end
     */
    public Checkpoint(Path folder, String key, int every) {
        this.folder = folder;
        this.key = key;
        this.every = every;
    }

    /** Whether where a sample stands after a step is to be kept. */
    boolean due(int step) {
        return every > 0 && step % every == 0;
    }

    /** Where sample k stood. */
    public Optional<SamplerState> state(int sample) {
        return read(latent(sample), in -> new SamplerState(in.readInt(), floats(in)));
    }

    /** What sample k became. */
    public Optional<Outcome> outcome(int sample) {
        return read(drawn(sample), Checkpoint::outcome);
    }

    /**
     * How much of the work an earlier run of it set out to do, to stay within its time.
     *
     * @param steps of each sample
     * @param poses of each step
     */
    record Extent(int steps, int samples, int poses) {}

    /** What an earlier run set out to do. */
    Optional<Extent> extent() {
        return read(folder.resolve("extent"), in -> new Extent(in.readInt(), in.readInt(), in.readInt()));
    }

    /** Keeps what this run sets out to do. */
    void keep(Extent extent) {
        write(folder.resolve("extent"), out -> {
            out.writeInt(extent.steps());
            out.writeInt(extent.samples());
            out.writeInt(extent.poses());
        });
    }

    /** Keeps where sample k stands. */
    public void keep(int sample, SamplerState state) {
        write(latent(sample), out -> {
            out.writeInt(state.step());
            floats(out, state.latent());
        });
    }

    /** Keeps what sample k became. */
    public void keep(int sample, Outcome outcome) {
        write(drawn(sample), out -> {
            out.writeLong(outcome.seed());
            out.writeDouble(outcome.residual());
            out.writeInt(outcome.batch());
            floats(out, outcome.samples());
            out.writeInt(outcome.stages().size());
            for (Map.Entry<String, Double> stage : outcome.stages().entrySet()) {
                out.writeUTF(stage.getKey());
                out.writeDouble(stage.getValue());
            }
        });
    }

    private static Outcome outcome(DataInputStream in) throws IOException {
        long seed = in.readLong();
        double residual = in.readDouble();
        int batch = in.readInt();
        float[] samples = floats(in);
        Map<String, Double> stages = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            stages.put(in.readUTF(), in.readDouble());
        }
        return new Outcome(seed, samples, residual, batch, stages);
    }

    private Path latent(int sample) {
        return folder.resolve("sample" + sample + ".latent");
    }

    private Path drawn(int sample) {
        return folder.resolve("sample" + sample + ".drawn");
    }

    private static void floats(DataOutputStream out, float[] values) throws IOException {
        out.writeInt(values.length);
        for (float value : values) {
            out.writeFloat(value);
        }
    }

    private static float[] floats(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available() / Float.BYTES) {
            throw new IOException("more numbers are announced than there are");
        }
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = in.readFloat();
        }
        return values;
    }

    private interface Content {
        void write(DataOutputStream out) throws IOException;
    }

    private interface Reading<T> {
        T read(DataInputStream in) throws IOException;
    }

    private void write(Path file, Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(key);
            content.write(out);
            out.writeLong(sum(bytes.toByteArray(), bytes.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        AtomicFile.write(file, true, bytes.toByteArray());
    }

    private <T> Optional<T> read(Path file, Reading<T> reading) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            int length = bytes.length - Long.BYTES;
            if (length < 0) {
                return Optional.empty();
            }
            try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
                in.mark(bytes.length);
                in.skipNBytes(length);
                boolean whole = in.readLong() == sum(bytes, length);
                in.reset();
                return whole && in.readUTF().equals(key) ? Optional.of(reading.read(in)) : Optional.empty();
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static long sum(byte[] bytes, int length) {
        CRC32 sum = new CRC32();
        sum.update(bytes, 0, length);
        return sum.getValue();
    }
}
