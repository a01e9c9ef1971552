/** The command line: one class per verb; wiring and exit codes in one place. */
@NullMarked
package dev.psld.cli;

import org.jspecify.annotations.NullMarked;
