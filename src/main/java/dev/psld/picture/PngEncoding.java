package dev.psld.picture;

import dev.psld.picture.codec.Annotations;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Map;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;

/** PNG of 8 or 16 bits as the picture has, with an sRGB chunk, one iTXt chunk (UTF-8) per text, pHYs and eXIf. Thread-safe. */
final class PngEncoding extends Encoding {

    private static final double INCH = 0.0254; // metres
    private static final String TREE = "javax_imageio_png_1.0";

    @Override
    void encode(Picture picture, Map<String, String> texts, ImageOutputStream out) throws IOException {
        BufferedImage image = Rasters.image(picture, picture.bitDepth(), true);
        ImageWriter writer = writer("png", image);
        ImageWriteParam param = writer.getDefaultWriteParam();
        IIOMetadata metadata = writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), param);
        IIOMetadataNode root = new IIOMetadataNode(TREE);
        if (!texts.isEmpty()) {
            IIOMetadataNode all = node(root, "iTXt");
            texts.forEach((key, value) -> node(
                    all,
                    "iTXtEntry",
                    "keyword",
                    key,
                    "compressionFlag",
                    "FALSE",
                    "compressionMethod",
                    "0",
                    "languageTag",
                    "",
                    "translatedKeyword",
                    "",
                    "text",
                    value));
        }
        node(root, "sRGB", "renderingIntent", "Perceptual");
        Annotations said = picture.origin().annotations();
        said.resolution()
                .ifPresent(r -> node(
                        root,
                        "pHYs",
                        "pixelsPerUnitXAxis",
                        perMetre(r.x()),
                        "pixelsPerUnitYAxis",
                        perMetre(r.y()),
                        "unitSpecifier",
                        "meter"));
        if (!said.exif().isEmpty()) {
            node(node(root, "UnknownChunks"), "UnknownChunk", "type", "eXIf")
                    .setUserObject(said.exif().toBytes());
        }
        metadata.mergeTree(TREE, root);
        encode(writer, image, metadata, param, out);
    }

    private static String perMetre(double perInch) {
        return Long.toString(Math.round(perInch / INCH));
    }
}
