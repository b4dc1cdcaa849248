/**
 * Interrupts into a guest and notifications out of it. {@link Interrupts} sets interrupt lines and sends MSIs; an
 * {@link EventFd} is an eventfd of an irqfd or ioeventfd.
 */
package org.kvmsh.dsl.machine.interrupt;
