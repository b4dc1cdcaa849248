/**
 * A VM as a script holds it: {@link Machine}, created from a config, and {@link MachineVcpu}. They forward to their
 * parts, which are in the subpackages and do not know them. From the bottom up, each sees only those before it:
 * {@code vcpu}, {@code exit}, {@code memory}, {@code interrupt}, {@code debug}, {@code stop}, {@code run},
 * {@code change}, {@code expect}, {@code live}, {@code word}. A machine uses no language.
 */
package org.kvmsh.dsl.machine;
