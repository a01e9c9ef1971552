/** The verbs under {@code psld agent} that talk to agents through their spool, whether one runs or not. */
@NullMarked
package dev.psld.cli.agent;

import org.jspecify.annotations.NullMarked;
