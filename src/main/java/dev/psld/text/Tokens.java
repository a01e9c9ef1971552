package dev.psld.text;

import java.util.Optional;

/**
 * A text as a text encoder takes it. Immutable by convention: the array is to be read only.
 *
 * @param ids as many as were asked for: the mark at the beginning, the text, the mark at the end, and padding
 * @param cut the end of the text that did not fit, in the words of its tokens; empty for one that fits
 */
@SuppressWarnings("ArrayRecordComponent") // numbers of tokens, compared by nobody
public record Tokens(int[] ids, Optional<String> cut) {}
