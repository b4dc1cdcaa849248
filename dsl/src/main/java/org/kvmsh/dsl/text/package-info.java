/**
 * Printed text with marked pieces: a {@link MarkedLine} has a {@link Mark} on each piece that a terminal colors, and is
 * complete without them. {@link Columns} aligns such lines. A {@link Marked} value prints as such lines; a
 * {@link Fitting} one adapts to the available width. {@code repl} chooses the colors.
 */
package org.kvmsh.dsl.text;
