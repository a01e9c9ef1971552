package dev.psld.graph.lower;

import dev.psld.graph.ElementType;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.nio.ByteBuffer;

/** Constants of truth values. Stateless. */
final class Truth {
    private Truth() {}

    static Tensor yes() {
        return of(true);
    }

    static Tensor of(boolean value) {
        return new Tensor(ElementType.BOOL, Shape.of(), ByteBuffer.wrap(new byte[] {(byte) (value ? 1 : 0)}));
    }
}
