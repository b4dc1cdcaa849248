package org.kvmsh.bindings.trace;

import java.util.List;

/**
 * What the board's kernel logged while a call was made.
 *
 * @param call  the ioctl's or system call's name
 * @param lines without their time
 */
public record KernelLog(String call, List<String> lines) { }
