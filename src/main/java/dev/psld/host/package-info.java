/** The machine around the agent: its service manager, its journal, its heat, power, disk and memory. */
@NullMarked
package dev.psld.host;

import org.jspecify.annotations.NullMarked;
