package dev.psld.picture;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Map;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;

/** JPEG of a given quality, 8 bits and no alpha, the texts in one comment. Thread-safe. */
final class JpegEncoding extends Encoding {

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
        if (!texts.isEmpty()) {
            IIOMetadataNode root = new IIOMetadataNode(TREE);
            node(root, "JPEGvariety");
            node(node(root, "markerSequence"), "com", "comment", lines(texts));
            metadata.mergeTree(TREE, root);
        }
        encode(writer, image, metadata, param, out);
    }
}
