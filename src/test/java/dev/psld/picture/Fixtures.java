package dev.psld.picture;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.SplittableRandom;

/** The picture files of export/golden/make_pictures.py, and pictures made from a seed. */
public final class Fixtures {

    private Fixtures() {}

    public static Path file(String name) {
        try {
            return Path.of(Objects.requireNonNull(Fixtures.class.getResource("/pictures/" + name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static Picture read(String name) {
        return new PictureReader().read(file(name));
    }

    static Picture random(int width, int height, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] samples = new float[3 * width * height];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = Picture.dequantise(random.nextInt(256), 8);
        }
        return Picture.rgb(width, height, samples);
    }

    /** The 8-bit value of a sample. */
    static int byteAt(Picture picture, int channel, int x, int y) {
        return Picture.quantise(picture.sample(channel, x, y), 8);
    }
}
