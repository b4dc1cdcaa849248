package org.kvmsh.repl.commands;

/**
 * A text that was typed, with its number in error positions.
 *
 * @param failure the explanation that was printed; null if nothing failed
 */
public record NumberedText(int number, TypedText text, String failure) {}
