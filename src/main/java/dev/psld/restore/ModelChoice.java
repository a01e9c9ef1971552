package dev.psld.restore;

import dev.psld.bundle.Bundle;
import dev.psld.bundle.ModelFolders;
import dev.psld.operator.Task;
import dev.psld.picture.PixelSize;
import dev.psld.sampler.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which model restores a photo where nobody names one: that of portraits where the picture sought has just its size or the
 * method works on latents, else that of photographs of any size, of which one knows best how they are enlarged; none where the method
 * needs none. Immutable and thread-safe.
 *
 * @param scale how many times larger {@code sr} makes a picture
 * @param method as asked for
 * @param fit whether photos are scaled to a model's size
 */
public record ModelChoice(Task task, int scale, Optional<Method> method, boolean fit) {
    /** How many times larger the model for that makes a picture well: of eight the other one makes more (docs/quality.md). */
    private static final int LARGEST = 4;

    /** The name of the model for a photo, or {@link ModelFolders#NONE}. */
    public String of(Path photo) {
        return of(() -> PixelSize.of(photo));
    }

    /** The name of the model for a photo of that size. */
    public String of(PixelSize photo) {
        return of(() -> Optional.of(photo));
    }

    private String of(Supplier<Optional<PixelSize>> photo) {
        if (needsNone()) {
            return ModelFolders.NONE;
        }
        List<String> installed = ModelFolders.names();
        if (!installed.contains(ModelFolders.PHOTOS)) {
            return ModelFolders.PORTRAITS;
        }
        boolean portraits = installed.contains(ModelFolders.PORTRAITS)
                && method.map(m -> m.prior() == Method.Prior.LATENTS)
                        .orElseGet(() -> fit || task == Task.CUSTOM || isPortrait(photo));
        return portraits
                ? ModelFolders.PORTRAITS
                : enlarging() && installed.contains(ModelFolders.ENLARGED_PHOTOS)
                        ? ModelFolders.ENLARGED_PHOTOS
                        : ModelFolders.PHOTOS;
    }

    /** Whether it is done as the model for that has learnt it. */
    private boolean enlarging() {
        return task.enlarges()
                && scale <= LARGEST
                && method.filter(m -> m != Method.PNP).isEmpty();
    }

    /** Whether the method needs no model. */
    boolean needsNone() {
        return method.filter(m -> m.prior() == Method.Prior.NONE).isPresent();
    }

    private boolean isPortrait(Supplier<Optional<PixelSize>> photo) {
        List<Integer> image =
                Bundle.described(ModelFolders.named(ModelFolders.PORTRAITS)).image();
        int larger = task.enlarges() ? scale : 1;
        return photo.get()
                .filter(size ->
                        (long) larger * size.height() == image.get(1) && (long) larger * size.width() == image.get(2))
                .isPresent();
    }
}
