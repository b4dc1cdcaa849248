package org.kvmsh.dsl.reference;

import java.util.List;

/**
 * One entry of the reference, as Markdown: a word, a member of a value, or an exit.
 *
 * @param section the heading that it is under
 * @param names what it is looked up by: {@code memory}, {@code mmio}
 * @param text the entry with its heading
 */
public record ReferenceEntry(String section, List<String> names, String text) {}
