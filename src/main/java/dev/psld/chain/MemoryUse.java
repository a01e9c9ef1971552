package dev.psld.chain;

/** How a model's graphs share the memory. Immutable. */
public enum MemoryUse {
    /** All graphs are loaded, with weights in the layouts that their kernels like best, and every tape has its place. */
    FAST,
    /** One graph at a time is in memory; many weights stay in their file; tapes go when they are used. */
    LOW
}
