/**
 * The VM that a script requests, as immutable records. Read {@link VmConfig} and {@link VcpuConfig} first. Creating one
 * makes no call. The package uses no plan, machine, word or language.
 */
package org.kvmsh.dsl.config;
