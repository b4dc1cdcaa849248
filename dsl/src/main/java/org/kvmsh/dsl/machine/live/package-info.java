/** The parts of one machine: {@link MachineParts} creates and connects them. */
package org.kvmsh.dsl.machine.live;
