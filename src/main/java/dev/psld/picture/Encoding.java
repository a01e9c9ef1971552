package dev.psld.picture;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import org.jspecify.annotations.Nullable;

/** How one format is encoded: its ImageIO writer, its settings and where it keeps key and value texts. Thread-safe. */
abstract class Encoding {

    /** Encodes the picture with the texts to the stream. */
    abstract void encode(Picture picture, Map<String, String> texts, ImageOutputStream out) throws IOException;

    static void encode(
            ImageWriter writer,
            BufferedImage image,
            @Nullable IIOMetadata metadata,
            ImageWriteParam param,
            ImageOutputStream out)
            throws IOException {
        try {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, metadata), param);
            out.flush();
        } finally {
            writer.dispose();
        }
    }

    /** The JDK's own writer of a format: its metadata formats are specified, other plug-ins' are not. */
    static ImageWriter writer(String format, BufferedImage image) {
        var writers = ImageIO.getImageWriters(ImageTypeSpecifier.createFromRenderedImage(image), format);
        while (writers.hasNext()) {
            ImageWriter writer = writers.next();
            if (writer.getClass().getName().startsWith("com.sun.")) {
                return writer;
            }
        }
        throw new IllegalStateException("this Java has no writer for " + format);
    }

    static IIOMetadataNode node(IIOMetadataNode parent, String name, String... attributes) {
        IIOMetadataNode node = new IIOMetadataNode(name);
        for (int i = 0; i < attributes.length; i += 2) {
            node.setAttribute(attributes[i], attributes[i + 1]);
        }
        parent.appendChild(node);
        return node;
    }

    /** All texts in one, for formats without keys. */
    static String lines(Map<String, String> texts) {
        return texts.entrySet().stream()
                .map(e -> e.getKey() + ": " + e.getValue())
                .collect(Collectors.joining("\n"));
    }
}
