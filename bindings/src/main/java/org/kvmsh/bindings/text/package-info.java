/**
 * Texts and tables that every other package may use; it uses no other package of kvmsh. {@link TsvTable} reads the
 * tables that come with kvmsh. {@link PrintableText} escapes control characters in text from guests and kernels.
 * {@link Nearest} finds the known name closest to a misspelled one.
 */
package org.kvmsh.bindings.text;
