package dev.psld.picture;

import dev.psld.file.OutputException;
import dev.psld.file.PictureEndings;
import java.nio.file.Path;

/** A file format that pictures are written in. */
public enum PictureFormat {
    PNG("png"),
    JPEG("jpg"),
    TIFF("tif");

    private final String extension;

    PictureFormat(String extension) {
        this.extension = extension;
    }

    /** The format that the extension of the file asks for. */
    public static PictureFormat of(Path file) {
        return switch (PictureEndings.of(String.valueOf(file.getFileName()))) {
            case "png" -> PNG;
            case "jpg", "jpeg" -> JPEG;
            case "tif", "tiff" -> TIFF;
            default ->
                throw new OutputException(
                        "The extension of " + file + " is not known for output: use .png, .jpg or .tif.");
        };
    }

    /** The usual extension, without a dot. */
    public String extension() {
        return extension;
    }
}
