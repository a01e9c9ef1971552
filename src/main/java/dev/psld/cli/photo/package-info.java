/** From the files of a command line to measurements, and from restored pictures back to files. */
@NullMarked
package dev.psld.cli.photo;

import org.jspecify.annotations.NullMarked;
