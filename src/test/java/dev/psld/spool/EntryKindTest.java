package dev.psld.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file is by its name. */
class EntryKindTest {
    @TempDir
    Path folder;

    private BasicFileAttributes file;

    @BeforeEach
    void make() throws IOException {
        file = attributes(Files.writeString(folder.resolve("any"), "x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "photo.jpg",
                "PHOTO.JPG",
                "Photo.JpEg",
                "a b c.png",
                "x.webp",
                "x.tif",
                "x.TIFF",
                ".photo.jpg",
                "a.b.c.png",
                "-rf.png",
                "😀.jpg",
                "line\nbreak.png",
                "..jpg"
            })
    void pictures_are_worked_on_also_with_a_leading_dot(String name) {
        assertThat(kind(name)).isInstanceOf(EntryKind.Photo.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "photo.jpg.part",
                "photo.jpg.partial",
                "photo.tmp",
                "photo.jpg~",
                "photo.jpg.crdownload",
                "Unconfirmed.download",
                ".photo.jpg.swp",
                ".syncthing.photo.jpg.tmp",
                "~syncthing~photo.jpg.tmp",
                ".~lock.photo.jpg#",
                ".photo.jpg.AbC123",
                "._photo.jpg",
                ".DS_Store",
                "Thumbs.db",
                ".stfolder",
                ".stignore",
                "@eaDir",
                ".goutputstream-ABC123",
                ".nfs000000000",
                "~$photo.jpg",
                "PHOTO.JPG.PART"
            })
    void names_of_other_programs_are_left_alone(String name) {
        assertThat(kind(name)).isInstanceOf(EntryKind.Ignored.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"photo", ".jpg", ".profile", "photo.gif", "photo.jpg.exe", "notes.txt", "photo.", "photo.jpg "})
    void what_is_no_picture_by_its_name_is_refused(String name) {
        assertThat(kind(name))
                .isInstanceOfSatisfying(
                        EntryKind.Refused.class, r -> assertThat(r.reason()).contains(".webp"));
    }

    @Test
    void companions_are_told_by_their_ending() {
        assertThat(kind("photo.mask.png")).isEqualTo(new EntryKind.CompanionFile(Companion.MASK));
        assertThat(kind("photo.KERNEL.PNG")).isEqualTo(new EntryKind.CompanionFile(Companion.KERNEL));
        assertThat(kind("photo.jpg.json")).isEqualTo(new EntryKind.CompanionFile(Companion.SETTINGS));
        assertThat(kind("defaults.json")).isEqualTo(new EntryKind.Defaults());
        assertThat(Companion.of(new RawName(".mask.png"))).isEmpty();
        RawName photo = new RawName("a.jpg");
        assertThat(Companion.MASK.belongs(new RawName("a.mask.png"), photo)).isTrue();
        assertThat(Companion.MASK.belongs(new RawName("A.mask.png"), photo)).isFalse();
        assertThat(Companion.SETTINGS.belongs(new RawName("a.jpg.json"), photo)).isTrue();
        assertThat(Companion.SETTINGS.belongs(new RawName("a.json"), photo)).isFalse();
    }

    @Test
    void links_and_folders_are_refused_whatever_their_name() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("any"));
        assertThat(EntryKind.of(new RawName("photo.jpg"), attributes(link)))
                .isInstanceOfSatisfying(
                        EntryKind.Refused.class, r -> assertThat(r.reason()).contains("symbolic link"));
        assertThat(EntryKind.of(new RawName("photo.jpg"), attributes(folder)))
                .isInstanceOfSatisfying(
                        EntryKind.Refused.class, r -> assertThat(r.reason()).contains("folder"));
    }

    @Test
    void raw_names_keep_their_bytes() {
        for (String bytes :
                new String[] {"a b", "\u00ff\u00fe.jpg", "100%.png", "line\nbreak", "\u00f0\u009f\u0098\u0080.jpg"}) {
            RawName name = new RawName(bytes);
            assertThat(RawName.of(name.in(folder))).isEqualTo(name);
            assertThat(RawName.decoded(name.encoded())).isEqualTo(name);
            assertThat(name.encoded()).matches("[A-Za-z0-9._%-]+");
        }
        assertThat(new RawName("\u00ff.jpg").text()).isEqualTo("\ufffd.jpg");
    }

    @Test
    void long_names_are_cut_between_characters_and_all_of_a_set_alike() {
        String emoji = new String("😀".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        NamePlan plan = new NamePlan(
                emoji.repeat(62),
                2,
                java.util.List.of(new NamePlan.Part("a", ".png"), new NamePlan.Part("b", ".uncertainty.png")));
        RawName longest = plan.name(plan.parts().get(1));
        assertThat(longest.bytes()).hasSizeBetween(252, RawName.LONGEST);
        assertThat(longest.text()).isEqualTo("😀".repeat(59) + "-2.uncertainty.png");
        assertThat(plan.name(plan.parts().get(0)).text()).isEqualTo("😀".repeat(59) + "-2.png");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "../../etc/passwd", "a\0b"})
    void what_is_no_name_is_no_raw_name(String bytes) {
        assertThat(Optional.of(bytes).filter(EntryKindTest::accepted)).isEmpty();
    }

    private static boolean accepted(String bytes) {
        try {
            return !new RawName(bytes).bytes().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private EntryKind kind(String name) {
        return EntryKind.of(
                new RawName(new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)), file);
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, java.nio.file.LinkOption.NOFOLLOW_LINKS);
    }
}
