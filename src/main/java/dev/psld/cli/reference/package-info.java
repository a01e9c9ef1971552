/** What is made of the model of the command line for people and shells: manual pages and completions. */
@NullMarked
package dev.psld.cli.reference;

import org.jspecify.annotations.NullMarked;
