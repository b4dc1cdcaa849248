package org.kvmsh.dsl.word;

/** A block of a script, in either language: it is called with the words that it is about. */
@FunctionalInterface
public interface Block {
    /**
     * Calls the block.
     *
     * @param words what its words are called on; null for a block that has the words around it
     * @return the value of its last line
     */
    Object with(Object words);
}
