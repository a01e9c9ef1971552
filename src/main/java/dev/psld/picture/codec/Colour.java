package dev.psld.picture.codec;

/** What the samples of a file mean as colours. */
public sealed interface Colour {
    /** sRGB, said or supposed. */
    record Srgb() implements Colour {}

    /** By the ICC profile in these bytes. */
    @SuppressWarnings("ArrayRecordComponent")
    record Profiled(byte[] profile) implements Colour {}

    /**
     * By primaries and a transfer curve.
     *
     * @param name for people
     */
    record Coded(String name, Chromaticities primaries, Transfer transfer) implements Colour {}
}
