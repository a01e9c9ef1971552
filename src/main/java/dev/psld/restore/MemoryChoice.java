package dev.psld.restore;

/** What was asked for of the memory of a latent model. */
public enum MemoryChoice {
    /** The fastest plan that fits. */
    AUTO,
    /** Everything loaded at once. */
    FAST,
    /** One graph at a time. */
    LOW
}
