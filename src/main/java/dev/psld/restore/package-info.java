/** Photo in, picture and report out: one run for the command, the agent and whatever else asks. */
@NullMarked
package dev.psld.restore;

import org.jspecify.annotations.NullMarked;
