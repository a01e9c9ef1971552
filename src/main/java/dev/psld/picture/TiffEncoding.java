package dev.psld.picture;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;
import javax.imageio.plugins.tiff.TIFFTag;
import javax.imageio.stream.ImageOutputStream;

/** Deflated TIFF of 8 or 16 bits as the picture has, the texts in ImageDescription. Thread-safe. */
final class TiffEncoding extends Encoding {

    @Override
    void encode(Picture picture, Map<String, String> texts, ImageOutputStream out) throws IOException {
        BufferedImage image = Rasters.image(picture, picture.bitDepth(), true);
        ImageWriter writer = writer("tiff", image);
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionType("Deflate");
        IIOMetadata metadata = writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), param);
        TIFFDirectory directory = TIFFDirectory.createFromMetadata(metadata);
        TiffAnnotations.put(picture.origin().annotations(), directory);
        if (!texts.isEmpty()) {
            TIFFTag tag = BaselineTIFFTagSet.getInstance().getTag(BaselineTIFFTagSet.TAG_IMAGE_DESCRIPTION);
            directory.addTIFFField(new TIFFField(tag, TIFFTag.TIFF_ASCII, 1, new String[] {utf8(lines(texts))}));
        }
        encode(writer, image, directory.getAsMetadata(), param, out);
    }

    /** The writer keeps the low byte of each character, so each byte of the UTF-8 form is handed over as one. */
    private static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
