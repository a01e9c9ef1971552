package dev.psld.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompanionNameTest {
    @ParameterizedTest
    @CsvSource({
        "photo.mask.png, MASK, photo, .mask.png",
        "X.MASK.PNG, MASK, X, .MASK.PNG",
        "photo.mask.jpg, MASK, photo, .mask.jpg",
        "photo.Mask.jpeg, MASK, photo, .Mask.jpeg",
        "a.b.kernel.tif, KERNEL, a.b, .kernel.tif",
        "photo.kernel.webp, KERNEL, photo, .kernel.webp"
    })
    void a_companion_is_known_by_its_end(String name, CompanionName.Kind kind, String stem, String suffix) {
        assertThat(CompanionName.of(name)).contains(new CompanionName(kind, stem, suffix));
        assertThat(CompanionName.suffixes(kind)).contains(suffix);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "photo.png",
                ".mask.png",
                "mask.png",
                "photo.mask.gif",
                "photo.mask",
                "photo.mask.png.json",
                "photomask.png"
            })
    void other_names_are_none(String name) {
        assertThat(CompanionName.of(name)).isEmpty();
    }

    @Test
    void the_usual_suffix_comes_first() {
        assertThat(CompanionName.suffixes(CompanionName.Kind.MASK))
                .startsWith(CompanionName.usual(CompanionName.Kind.MASK))
                .doesNotHaveDuplicates();
    }
}
