package org.kvmsh.dsl.word;

/** The words of a script's top level, which need no object before them. */
public interface TopLevel {}
