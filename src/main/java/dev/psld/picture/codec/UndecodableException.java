package dev.psld.picture.codec;

import org.jspecify.annotations.Nullable;

/** A file that is not decoded; the message is the rest of a sentence that begins with the file's name, without a full stop. */
public final class UndecodableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private UndecodableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The bytes are not what was written once. */
    public static UndecodableException damaged(String why) {
        return damaged(why, null);
    }

    /** As {@link #damaged(String)}, found by a decoder. */
    public static UndecodableException damaged(String why, @Nullable Throwable cause) {
        return new UndecodableException("is damaged or cut off (" + why + "): copy it again", cause);
    }

    /** A sound file of a kind that is not read here. */
    public static UndecodableException unread(String what, String remedy) {
        return new UndecodableException("is " + what + ", which is not read here: " + remedy, null);
    }

    /** No picture of a kind that is read. */
    public static UndecodableException other(String kind) {
        return new UndecodableException("is " + kind + ": give a PNG, JPEG, WebP or TIFF file", null);
    }

    /**
     * Refuses a file that cannot hold the pixels it claims, before memory is taken for them.
     *
     * @param ratio bytes that a byte of the file stands for at most
     */
    static void requireEnough(long stored, long claimedBits, int ratio) {
        if (claimedBits / 8 / ratio > stored) {
            throw damaged("it has " + stored + " bytes, too few for its pixels");
        }
    }

    /** More pixels than allowed. */
    static void requireSize(long width, long height, long maxPixels) {
        if (width < 1 || height < 1) {
            throw damaged("it says that it is " + width + "×" + height + " pixels large");
        }
        if (width > maxPixels || height > maxPixels || width * height > maxPixels) {
            throw new UndecodableException(
                    "is " + width + "×" + height + ", more than the limit of " + maxPixels / 1_000_000
                            + " megapixels: scale it down",
                    null);
        }
    }
}
