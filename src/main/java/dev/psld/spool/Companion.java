package dev.psld.spool;

import dev.psld.job.CompanionName;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** A file that belongs to a photo by its name; masks and kernels as {@link CompanionName} has it. */
enum Companion {
    MASK("photo.mask.png"),
    KERNEL("photo.kernel.png"),
    /** {@code photo.jpg.json}: the settings of that job. */
    SETTINGS("settings.json");

    private static final String JSON = ".json";

    private final String inside;

    Companion(String inside) {
        this.inside = inside;
    }

    /** Its name in a claim's folder. */
    String inside() {
        return inside;
    }

    /** What follows the photo's stem in its name, for a photo of this suffix; as it was given, where that is known. */
    String suffix(String photoSuffix, Optional<RawName> given) {
        if (this == SETTINGS) {
            return photoSuffix + JSON;
        }
        return given.flatMap(name -> CompanionName.of(name.bytes()))
                .map(CompanionName::suffix)
                .orElseGet(() -> CompanionName.usual(CompanionName.Kind.valueOf(name())));
    }

    /** The kind that a name is of, and empty for a photo's. */
    static Optional<Companion> of(RawName name) {
        Optional<Companion> beside =
                CompanionName.of(name.bytes()).map(c -> valueOf(c.kind().name()));
        boolean settings = name.bytes().toLowerCase(Locale.ROOT).endsWith(JSON)
                && name.bytes().length() > JSON.length();
        return beside.or(() -> settings ? Optional.of(SETTINGS) : Optional.empty());
    }

    /** What it is called in a sentence. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Of which photo a file of this kind and name says that it is. */
    String owner(RawName name) {
        return owner(name.bytes());
    }

    /** What the name of a companion of this kind says of a photo of that name. */
    String ownerKey(RawName photo) {
        return this == SETTINGS ? photo.bytes() : photo.stem();
    }

    /** Whether a file of this kind and name is meant for the photo. */
    boolean belongs(RawName name, RawName photo) {
        return owner(name).equals(ownerKey(photo));
    }

    /** The first of several files of this kind for one photo is the one that goes along with it. */
    Comparator<RawName> first() {
        return Comparator.<RawName>comparingInt(name ->
                        CompanionName.of(name.bytes()).map(CompanionName::rank).orElse(0))
                .thenComparing(RawName::bytes, Comparator.reverseOrder());
    }

    /** How a photo would have to be called for it. */
    String ownerOf(RawName name) {
        return this == SETTINGS ? owner(name.text()) : owner(name.text()) + ".jpg";
    }

    private String owner(String name) {
        return this == SETTINGS
                ? name.substring(0, name.length() - JSON.length())
                : CompanionName.of(name).map(CompanionName::stem).orElse(name);
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
