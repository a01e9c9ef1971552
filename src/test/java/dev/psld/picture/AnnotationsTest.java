package dev.psld.picture;

import static org.assertj.core.api.Assertions.assertThat;

import com.drew.imaging.ImageMetadataReader;
import com.drew.metadata.Directory;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifSubIFDDirectory;
import com.drew.metadata.exif.ExifThumbnailDirectory;
import com.drew.metadata.exif.GpsDirectory;
import dev.psld.picture.codec.Annotations;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a file says about its photo goes along, seen by another reader of metadata; orientation and thumbnail do not. */
class AnnotationsTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "told.jpg, png", "told.jpg, jpg", "told.jpg, tif", "told.png, png", "told.png, jpg", "told.png, tif",
        "told.tif, png", "told.tif, jpg", "told.tif, tif", "told.webp, png", "told-motorola.jpg, jpg",
                "told-motorola.jpg, tif"
    })
    void date_camera_place_and_author_are_carried(String from, String to) throws Exception {
        Picture read = Fixtures.read(from);
        assertThat(read.origin().annotations().exif().summary()).isEqualTo(" (date, camera, place, author)");
        Path file = folder.resolve("out." + to);
        new PictureWriter().write(read, file);
        Metadata said = ImageMetadataReader.readMetadata(file.toFile());
        for (Directory directory : said.getDirectories()) {
            assertThat(directory.getErrors()).as(directory.getName()).isEmpty();
        }
        ExifIFD0Directory image = said.getFirstDirectoryOfType(ExifIFD0Directory.class);
        assertThat(image.getString(ExifIFD0Directory.TAG_MAKE)).isEqualTo("Nobody");
        assertThat(image.getString(ExifIFD0Directory.TAG_ARTIST)).isEqualTo("A. Nyone");
        assertThat(image.getString(ExifIFD0Directory.TAG_DATETIME)).isEqualTo("2026:01:02 03:04:05");
        assertThat(image.getInteger(ExifIFD0Directory.TAG_ORIENTATION)).isIn(null, 1);
        ExifSubIFDDirectory photo = said.getFirstDirectoryOfType(ExifSubIFDDirectory.class);
        assertThat(photo.getString(ExifSubIFDDirectory.TAG_DATETIME_ORIGINAL)).isEqualTo("2025:12:31 23:59:58");
        assertThat(photo.getRational(ExifSubIFDDirectory.TAG_EXPOSURE_TIME).doubleValue())
                .isEqualTo(1 / 125.0);
        assertThat(photo.containsTag(ExifSubIFDDirectory.TAG_EXIF_IMAGE_WIDTH)).isFalse();
        assertThat(photo.containsTag(ExifSubIFDDirectory.TAG_MAKERNOTE)).isFalse();
        GpsDirectory place = said.getFirstDirectoryOfType(GpsDirectory.class);
        assertThat(place.getGeoLocation().getLatitude()).isEqualTo(50.5);
        assertThat(said.getFirstDirectoryOfType(ExifThumbnailDirectory.class)).isNull();
        Annotations again = new PictureReader().read(file).origin().annotations();
        assertThat(again.resolution()).hasValueSatisfying(r -> {
            assertThat(Math.round(r.x())).isEqualTo(300);
            assertThat(Math.round(r.y())).isEqualTo(150);
        });
    }

    /** It was stored on its side, 150 dots an inch across and 300 down. */
    @Test
    void resolution_turns_with_the_photo() {
        Picture read = Fixtures.read("told.jpg");
        assertThat(read.origin().remarks()).containsExactly("it was turned upright (EXIF orientation 6)");
        assertThat(read.origin().annotations().resolution())
                .hasValueSatisfying(r -> assertThat(r).hasToString("300×150 dpi"));
    }

    @Test
    void what_is_left_out_is_not_written() throws Exception {
        Picture read = Fixtures.read("told.jpg");
        Path file = folder.resolve("out.jpg");
        new PictureWriter().write(read.withOrigin(read.origin().annotated(Annotations.NONE)), file);
        Metadata said = ImageMetadataReader.readMetadata(file.toFile());
        assertThat(said.getFirstDirectoryOfType(ExifIFD0Directory.class)).isNull();
        assertThat(new PictureReader().read(file).origin().annotations().isEmpty())
                .isTrue();
    }

    @Test
    void xmp_is_named_as_left() {
        assertThat(Fixtures.read("told.png").origin().annotations().left()).containsExactly("XMP");
    }
}
