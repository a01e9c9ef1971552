package dev.psld.agent;

/**
 * Lets the heap return to its level after a photo that took much of it: Java gives memory back when it collects the whole heap, which an agent
 * with little to do may not need for days. Thread-safe.
 */
final class HeapLevel {
    private static final long SPARE = 192L << 20; // bytes; a photo of some megapixels takes less

    private long level = Runtime.getRuntime().totalMemory();

    /** A job has ended. */
    synchronized void restore() {
        if (Runtime.getRuntime().totalMemory() > level + SPARE) {
            System.gc();
            level = Runtime.getRuntime().totalMemory();
        }
    }
}
