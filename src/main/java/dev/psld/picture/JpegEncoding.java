package dev.psld.picture;

import dev.psld.picture.codec.Annotations;
import dev.psld.picture.codec.Exif;
import dev.psld.picture.codec.Resolution;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;

/** JPEG of a given quality, 8 bits and no alpha, the texts in one comment, resolution and EXIF in their segments. Thread-safe. */
final class JpegEncoding extends Encoding {

    private static final int APP1 = 225;
    private static final String TREE = "javax_imageio_jpeg_image_1.0";

    private final float quality;

    JpegEncoding(float quality) {
        this.quality = quality;
    }

    @Override
    void encode(Picture picture, Map<String, String> texts, ImageOutputStream out) throws IOException {
        BufferedImage image = Rasters.image(picture, 8, false);
        ImageWriter writer = writer("jpeg", image);
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(quality);
        IIOMetadata metadata = writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), param);
        Annotations said = picture.origin().annotations();
        IIOMetadataNode root = new IIOMetadataNode(TREE);
        IIOMetadataNode variety = node(root, "JPEGvariety");
        said.resolution().ifPresent(r -> density(variety, r));
        IIOMetadataNode sequence = node(root, "markerSequence");
        if (!said.exif().isEmpty()) {
            node(sequence, "unknown", "MarkerTag", Integer.toString(APP1)).setUserObject(segment(said.exif()));
        }
        if (!texts.isEmpty()) {
            node(sequence, "com", "comment", lines(texts));
        }
        metadata.mergeTree(TREE, root);
        encode(writer, image, metadata, param, out);
    }

    private static void density(IIOMetadataNode variety, Resolution r) {
        node(
                variety,
                "app0JFIF",
                "majorVersion",
                "1",
                "minorVersion",
                "1",
                "thumbWidth",
                "0",
                "thumbHeight",
                "0",
                "resUnits",
                "1", // dots per inch
                "Xdensity",
                Long.toString(Math.max(1, Math.min(65535, Math.round(r.x())))),
                "Ydensity",
                Long.toString(Math.max(1, Math.min(65535, Math.round(r.y())))));
    }

    private static byte[] segment(Exif exif) {
        byte[] block = exif.toBytes();
        byte[] all = Arrays.copyOf("Exif\0\0".getBytes(StandardCharsets.US_ASCII), block.length + 6);
        System.arraycopy(block, 0, all, 6, block.length);
        return all;
    }
}
