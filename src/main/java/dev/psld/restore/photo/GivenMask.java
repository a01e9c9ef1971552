package dev.psld.restore.photo;

import dev.psld.picture.Mask;
import dev.psld.picture.PaintedMask;
import dev.psld.picture.Picture;
import dev.psld.picture.PictureReader;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The mask of a picture: the file that was named, else the one beside it, else its transparent pixels. Immutable.
 *
 * @param file for all pictures
 * @param inverted a mask in a file is black where the picture is missing
 */
public record GivenMask(Optional<Path> file, boolean inverted) {

    /**
     * The mask of this picture; empty where nothing says that anything is missing.
     *
     * @param read the picture with its transparency
     * @param remarks is told what had to be supposed about a mask
     * @throws dev.psld.picture.BadPictureException when a mask cannot be used, or has another size
     */
    public Optional<Mask> of(Path picture, Picture read, PictureReader reader, Consumer<String> remarks) {
        Optional<Path> from = file.or(() -> Companions.mask(picture));
        if (file.isEmpty()) {
            Companions.severalMasks(picture).ifPresent(remarks);
        }
        if (from.isPresent()) {
            PaintedMask painted = PaintedMask.of(reader.read(from.get()), inverted, reader.name(from.get()));
            painted.remark().ifPresent(remarks);
            return Optional.of(painted.mask()
                    .requireSize(read.width(), read.height(), reader.name(from.get()), reader.name(picture)));
        }
        return Optional.of(Mask.ofAlpha(read)).filter(m -> m.missingCount() > 0);
    }
}
