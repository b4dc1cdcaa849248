/**
 * {@code kvmsh guide} and {@code /help} of the shell. {@link Guide} finds words, exits, names of kernel headers, terms
 * and pages by name, from the reference and the pages in docs/guide; {@link TerminalText} formats Markdown for a
 * terminal.
 */
package org.kvmsh.repl.guide;
