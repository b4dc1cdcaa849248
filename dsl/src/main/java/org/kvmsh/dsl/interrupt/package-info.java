/**
 * The states of a VM's interrupts: {@link InterruptNow} is one, and {@link InterruptsNow} all of an in-kernel interrupt
 * controller, as a script sees them.
 */
package org.kvmsh.dsl.interrupt;
