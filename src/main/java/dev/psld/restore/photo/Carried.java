package dev.psld.restore.photo;

import dev.psld.picture.codec.Annotations;
import java.util.ArrayList;
import java.util.List;

/** What becomes of what a file says about its photo. Stateless. */
public final class Carried {
    private Carried() {}

    /** Sentences on resolution, EXIF and the rest; none where the file says nothing. */
    public static List<String> remarks(Annotations said, boolean strip) {
        List<String> remarks = new ArrayList<>();
        List<String> words = new ArrayList<>();
        said.resolution().ifPresent(r -> words.add("resolution of " + r));
        if (!said.exif().isEmpty()) {
            words.add("EXIF" + said.exif().summary());
        }
        String all = String.join(" and its ", words);
        if (!words.isEmpty()) {
            String were = words.size() > 1 ? " were " : " was ";
            remarks.add("its " + all + were + (strip ? "left out" : "carried over"));
        }
        if (!said.left().isEmpty()) {
            remarks.add("its " + String.join(" and ", said.left())
                    + (said.left().size() > 1 ? " were" : " was") + " not carried over");
        }
        return remarks;
    }
}
