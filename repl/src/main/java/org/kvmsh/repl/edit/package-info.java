/**
 * The shell's line editor. {@link LineEditor} is JLine's reader with colors, signatures, indentation and pastes. An
 * {@link EditedLanguage} is what it asks the typed language; {@link LineColors} and {@link SignatureLine} show the
 * answers.
 */
package org.kvmsh.repl.edit;
