@NullMarked
package dev.psld.agent;

import org.jspecify.annotations.NullMarked;
