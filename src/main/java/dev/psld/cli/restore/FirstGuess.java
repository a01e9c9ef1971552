package dev.psld.cli.restore;

import dev.psld.graph.Shape;
import dev.psld.operator.MeasurementOperator;
import dev.psld.picture.Fill;
import dev.psld.picture.Picture;
import dev.psld.picture.Resampler;
import java.util.Optional;

/** A smooth picture that fits a measurement roughly, for a warm start. Stateless. */
final class FirstGuess {
    private FirstGuess() {}

    /**
     * Holes are filled from their borders, small measurements enlarged, others lifted.
     *
     * @param lifted T y where the method glues
     * @return C×H×W in about [−1, 1]
     */
    static float[] of(Photo photo, Optional<float[]> lifted) {
        MeasurementOperator operator = photo.operator();
        Shape image = operator.imageShape();
        Shape measured = operator.measurementShape();
        int height = Math.toIntExact(image.dim(2));
        int width = Math.toIntExact(image.dim(3));
        if (photo.mask().isPresent()) {
            return Fill.of(Picture.rgb(width, height, photo.y()), photo.fittedMask())
                    .samples();
        }
        if (measured.rank() == 4 && measured.dim(1) == image.dim(1) && measured.size() < image.size()) {
            return Resampler.BICUBIC.resize(
                    photo.y(),
                    Math.toIntExact(measured.dim(1)),
                    Math.toIntExact(measured.dim(2)),
                    Math.toIntExact(measured.dim(3)),
                    height,
                    width);
        }
        return lifted.orElseGet(photo::y);
    }
}
