package dev.psld.chain;

import dev.psld.graph.Tensor;
import dev.psld.ort.OrtTensor;
import java.nio.ByteBuffer;

/** Copies constant tensors into those of ONNX Runtime. Stateless. */
final class Tensors {
    private Tensors() {}

    /** Writes a tensor as often, one after the other, as it fits into one of the same type. */
    static void fillRows(OrtTensor target, Tensor value) {
        int bytes = value.data().remaining();
        if (target.type().code() != value.type().code() || bytes == 0 || target.byteSize() % bytes != 0) {
            throw new IllegalArgumentException(
                    "a tensor of " + target.type() + " cannot be filled from one of " + value.type() + value.shape());
        }
        ByteBuffer rows = target.bytes();
        for (long row = 0; row < target.byteSize() / bytes; row++) {
            rows.put(value.data());
        }
    }

    /** Writes a tensor of the same type and number of elements, in host memory. */
    static void fill(OrtTensor target, Tensor value) {
        if (target.type().code() != value.type().code()
                || target.byteSize() != value.data().remaining()) {
            throw new IllegalArgumentException(
                    "a tensor of " + target.type() + " cannot be filled from one of " + value.type() + value.shape());
        }
        target.bytes().put(value.data()); // both little-endian: ONNX Runtime runs on no other machine
    }
}
