package dev.psld.bench;

/**
 * Arithmetic of a graph by its shapes. Immutable.
 *
 * @param products floating-point operations of convolutions and matrix products, two for each multiply-add
 * @param elementwise of everything else that computes, one for each element of a node's largest input or output; what
 *     only moves data counts nothing
 */
public record Work(long products, long elementwise) {
    public static final Work NONE = new Work(0, 0);

    public Work plus(Work other) {
        return new Work(Math.addExact(products, other.products), Math.addExact(elementwise, other.elementwise));
    }
}
