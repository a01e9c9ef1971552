/** What works on this machine, and what to do about the rest. */
@NullMarked
package dev.psld.cli.doctor;

import org.jspecify.annotations.NullMarked;
