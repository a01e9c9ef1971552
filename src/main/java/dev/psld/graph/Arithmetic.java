package dev.psld.graph;

/**
 * Arithmetic of a graph by its shapes. Immutable.
 *
 * @param products floating-point operations of convolutions and matrix products, two for each multiply-add
 * @param elementwise of everything else that computes, one for each element of a node's largest input or output; what
 *     only moves data counts nothing
 */
public record Arithmetic(long products, long elementwise) {
    public static final Arithmetic NONE = new Arithmetic(0, 0);

    public Arithmetic plus(Arithmetic other) {
        return new Arithmetic(Math.addExact(products, other.products), Math.addExact(elementwise, other.elementwise));
    }
}
