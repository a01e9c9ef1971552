package dev.psld.picture;

import java.awt.image.DataBuffer;
import java.util.Optional;

/**
 * A picture's samples as whole numbers of 8 or 16 bits, cut and rounded half up when they are asked for, so that a large picture
 * is encoded without a copy of it. A bank is a channel; after the colours comes alpha. Only to be read; thread-safe.
 */
final class QuantisedBuffer extends DataBuffer {
    private final float[] samples;
    private final Optional<float[]> alpha;
    private final int plane;
    private final int colours;
    private final int bits;

    /**
     * @param colours how many of the picture's channels there are: 1 of a grey one
     * @param bits 8 or 16
     */
    QuantisedBuffer(Picture picture, int colours, int bits) {
        super(
                bits == 8 ? TYPE_BYTE : TYPE_USHORT,
                picture.width() * picture.height(),
                colours + (picture.ownAlpha().isPresent() ? 1 : 0));
        this.samples = picture.ownSamples();
        this.alpha = picture.ownAlpha();
        this.plane = picture.width() * picture.height();
        this.colours = colours;
        this.bits = bits;
    }

    @Override
    public int getElem(int bank, int i) {
        return bank < colours
                ? Picture.quantise(samples[bank * plane + i], bits)
                : Picture.quantiseUnit(alpha.orElseThrow()[i], bits);
    }

    @Override
    public void setElem(int bank, int i, int value) {
        throw new UnsupportedOperationException("a picture is only read");
    }
}
