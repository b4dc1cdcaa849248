/**
 * The words of a machine, each once, as interfaces by topic that {@link org.kvmsh.dsl.machine.Machine} implements; they
 * act on its {@link org.kvmsh.dsl.machine.live.MachineParts}. The words at a script's top level with the same names act
 * on the current machine.
 */
package org.kvmsh.dsl.machine.word;
