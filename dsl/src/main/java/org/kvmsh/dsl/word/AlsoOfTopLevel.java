package org.kvmsh.dsl.word;

/** Words of a machine that the top level has too, where they act on the current machine. */
public interface AlsoOfTopLevel {}
