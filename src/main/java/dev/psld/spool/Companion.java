package dev.psld.spool;

import java.util.Locale;
import java.util.Optional;

/** A file that belongs to a photo by its name. */
enum Companion {
    MASK(".mask.png", "photo.mask.png"),
    KERNEL(".kernel.png", "photo.kernel.png"),
    /** {@code photo.jpg.json}: the settings of that job. */
    SETTINGS(".json", "settings.json");

    private final String ending;
    private final String inside;

    Companion(String ending, String inside) {
        this.ending = ending;
        this.inside = inside;
    }

    /** Its name in a claim's folder. */
    String inside() {
        return inside;
    }

    /** What follows the photo's stem in its name, for a photo of this suffix. */
    String suffix(String photoSuffix) {
        return this == SETTINGS ? photoSuffix + ending : ending;
    }

    /** The kind that a name is of, and empty for a photo's. */
    static Optional<Companion> of(RawName name) {
        String lower = name.bytes().toLowerCase(Locale.ROOT);
        for (Companion kind : values()) {
            if (lower.endsWith(kind.ending) && lower.length() > kind.ending.length()) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** What it is called in a sentence. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Of which photo a file of this kind and name says that it is. */
    String owner(RawName name) {
        return name.bytes().substring(0, name.bytes().length() - ending.length());
    }

    /** What the name of a companion of this kind says of a photo of that name. */
    String ownerKey(RawName photo) {
        return this == SETTINGS ? photo.bytes() : photo.stem();
    }

    /** Whether a file of this kind and name is meant for the photo. */
    boolean belongs(RawName name, RawName photo) {
        return owner(name).equals(ownerKey(photo));
    }

    /** How a photo would have to be called for it. */
    String ownerOf(RawName name) {
        String owner = name.text().substring(0, name.text().length() - ending.length());
        return this == SETTINGS ? owner : owner + ".jpg";
    }

    /** What a photo of this task waits for. */
    static Optional<Companion> awaited(String task) {
        return switch (task) {
            case "inpaint" -> Optional.of(MASK);
            case "deblur-motion" -> Optional.of(KERNEL);
            default -> Optional.empty();
        };
    }
}
