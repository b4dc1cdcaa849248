/**
 * {@code kvmsh abi}: lookups in the tables of the kernel headers. {@link AbiProgram} has its commands; {@code /abi} of
 * the shell runs them too. {@link LookupCommand} is what the commands that look names up have in common.
 * {@link ShownName} is an entry, as text by {@link Pages} and for programs by {@link AbiFacts}. {@link Json} writes and
 * {@link JsonFile} reads JSON for all of repl; besides {@code dsl.json} only this package uses Gson.
 */
package org.kvmsh.repl.abi;
