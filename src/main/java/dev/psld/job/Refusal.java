package dev.psld.job;

import java.nio.file.Path;

/**
 * Something in the inbox that was no job. Immutable.
 *
 * @param shown its folder and name on one line
 * @param failed where it lies now, beside a text that says the same reason
 */
public record Refusal(String shown, String reason, Path failed) {}
