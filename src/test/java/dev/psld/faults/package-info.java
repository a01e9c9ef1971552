/**
 * What an agent does when things go wrong, with real processes and real graphs. Each test runs briefly in every build;
 * {@code mvn -Pfaults test} runs them at full length and prints what they counted.
 */
@NullMarked
package dev.psld.faults;

import org.jspecify.annotations.NullMarked;
