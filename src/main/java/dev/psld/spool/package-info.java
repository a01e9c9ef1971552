/**
 * The watch folder: what in the inbox is ready, claims on it with a lease, publishing that survives a kill at any instant,
 * originals, and control by files. Every change of the folder goes through {@code FileOperations}, where tests let it fail.
 */
@NullMarked
package dev.psld.spool;

import org.jspecify.annotations.NullMarked;
