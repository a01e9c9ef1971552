/** The verbs that talk to a fleet over its servers. */
@NullMarked
package dev.psld.cli.fleet;

import org.jspecify.annotations.NullMarked;
