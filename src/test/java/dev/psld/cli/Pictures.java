package dev.psld.cli;

import dev.psld.picture.Picture;
import dev.psld.picture.PictureReader;
import dev.psld.picture.PictureWriter;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Pictures for tests: smooth colours with a little seeded noise. */
public final class Pictures {
    private Pictures() {}

    public static Path write(Path file, int width, int height) {
        SplittableRandom random = new SplittableRandom(width * 31L + height);
        float[] samples = new float[3 * width * height];
        for (int i = 0; i < samples.length; i++) {
            int x = i % width;
            int y = i / width % height;
            samples[i] = (float) (0.8 * Math.sin(x * 0.2 + plane(i, width * height)) * Math.cos(y * 0.15)
                    + 0.05 * random.nextDouble());
        }
        new PictureWriter().write(Picture.rgb(width, height, samples), file);
        return file;
    }

    private static int plane(int index, int size) {
        return index / size;
    }

    public static Picture read(Path file) {
        return new PictureReader().read(file);
    }
}
