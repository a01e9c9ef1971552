package dev.psld.chain;

import dev.psld.ort.OrtTensor;

/**
 * A float tensor in host memory that holds equally long rows, one a picture. Not thread-safe; the tensor stays its
 * maker's.
 */
final class Rows {
    private final OrtTensor tensor;
    private final int length;

    /** @param count how many rows the tensor holds */
    Rows(OrtTensor tensor, int count) {
        this.tensor = tensor;
        this.length = Math.toIntExact(tensor.elements() / count);
    }

    /** Elements of a row. */
    int length() {
        return length;
    }

    void put(int row, float... values) {
        if (values.length != length) {
            throw new IllegalArgumentException(values.length + " values do not fill a row of " + length);
        }
        tensor.floats().put(row * length, values);
    }

    float[] get(int row) {
        float[] values = new float[length];
        tensor.floats().get(row * length, values);
        return values;
    }
}
