/** Files that appear whole or not at all, folders that go away again, digests, words that were meant. */
@NullMarked
package dev.psld.file;

import org.jspecify.annotations.NullMarked;
