/** What several rules are made of: windows, statistics, reductions, scattering, matrices along an axis. */
@NullMarked
package dev.psld.autodiff.rule.part;

import org.jspecify.annotations.NullMarked;
