package dev.psld.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ColourProfileTest {
    /** Bytes of the header, behind which the tags are listed. */
    private static final int HEADER = 128;

    @Test
    void a_profile_whose_tags_are_gone_is_none() {
        byte[] whole = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
        assertThat(ColourProfile.of(whole)).isPresent();
        byte[] hollow = whole.clone();
        Arrays.fill(hollow, HEADER, HEADER + 4, (byte) 0); // no tags at all
        assertThat(ColourProfile.of(hollow)).isEmpty();
        byte[] broken = whole.clone();
        Arrays.fill(broken, HEADER + 4, broken.length, (byte) 0x55);
        assertThat(ColourProfile.of(broken)).isEmpty();
    }
}
