package org.kvmsh.bindings.trace;

import java.util.List;

/**
 * The lines that the board's kernel logged during a call.
 *
 * @param call the ioctl's or system call's name
 * @param lines without their time
 */
public record KernelLog(String call, List<String> lines) {}
