package org.kvmsh.dsl.device;

import java.util.function.Supplier;
import org.kvmsh.bindings.kvm.UcallExit;
import org.kvmsh.dsl.script.ScriptError;

/**
 * The result of the handler that takes a C guest's calls, if the call is sync: the exit for the script's handler, and
 * the error if the script has none.
 */
public record GuestSync(UcallExit exit, Supplier<ScriptError> unhandled) {}
