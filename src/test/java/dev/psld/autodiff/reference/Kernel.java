package dev.psld.autodiff.reference;

import java.util.List;

/** What one operator does. Stateless. */
interface Kernel {
    List<Array> run(Call c);

    /** A kernel of an operator with one output. */
    interface Single {
        Array run(Call c);
    }
}
