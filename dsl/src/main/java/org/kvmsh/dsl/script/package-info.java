/**
 * A script's text and its errors. A {@link Source} is the text, a {@link Site} a position in it, which equals ignores.
 * A {@link ScriptError} has a site and the {@link org.kvmsh.bindings.kvm.Refusal} that caused it; {@link ErrorText}
 * formats it. {@link Bits64} converts a script's number to 64 bits, and {@link PrintedValue} prints one. The package
 * uses no config, plan, machine, word or language.
 */
package org.kvmsh.dsl.script;
