package dev.psld.bundle;

import java.util.Optional;

/**
 * What a manifest says of graphs that take pictures of any size: nothing in them sees a whole picture, so that windows which
 * overlap give what one would. The model's {@code image} is then the largest window that is run at once. Immutable.
 *
 * @param multiple height and width of a window are multiples of this
 * @param overlap pixels that neighbouring windows share, as far as a change of one pixel is seen
 */
public record WindowSize(int multiple, int overlap) {
    static WindowSize read(JsonFields fields) {
        WindowSize size = new WindowSize(fields.whole("multiple"), fields.whole("overlap"));
        fields.end();
        return size;
    }

    /** What is wrong with it, for windows of so many pixels, in words; empty for nothing. */
    Optional<String> fault(int height, int width) {
        if (multiple < 1 || overlap < 0 || 2 * overlap >= Math.min(height, width)) {
            return Optional.of("anySize cannot have the multiple " + multiple + " and the overlap " + overlap
                    + " with windows of " + width + "×" + height + ": an overlap is less than half a window");
        }
        return height % multiple == 0 && width % multiple == 0
                ? Optional.empty()
                : Optional.of("image cannot be " + width + "×" + height + ", which are no multiples of " + multiple);
    }
}
