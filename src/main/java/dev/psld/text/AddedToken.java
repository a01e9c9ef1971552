package dev.psld.text;

/**
 * A text that is one token wherever it stands, such as the mark at the end. Immutable.
 *
 * @param id its number
 * @param normalised whether it is looked for in the normalised text, and so in any case
 */
record AddedToken(String content, int id, boolean normalised) {}
