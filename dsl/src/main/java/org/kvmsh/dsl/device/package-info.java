/**
 * The predefined devices of user space, one class each: {@link Serial8250}, {@link Pl011}, {@link VirtualTerminal},
 * {@link SbiConsole}, {@link GicDistributor}, {@link DebugExitPort}. {@link ReadyDevices} are those of one machine, as
 * handlers of its exits. Input and output go to a {@link Terminal}.
 */
package org.kvmsh.dsl.device;
