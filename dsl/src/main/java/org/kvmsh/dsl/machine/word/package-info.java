/**
 * The words of a machine, each once, as interfaces by topic: {@link org.kvmsh.dsl.machine.Machine} implements them for
 * itself, a script's top level for the current machine. They act on {@link org.kvmsh.dsl.machine.live.MachineParts}.
 */
package org.kvmsh.dsl.machine.word;
