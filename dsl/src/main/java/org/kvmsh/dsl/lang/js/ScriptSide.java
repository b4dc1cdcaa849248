package org.kvmsh.dsl.lang.js;

import java.util.function.Function;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.word.VmWords;

/**
 * The services that a member of an object needs from the script that reads it.
 *
 * @param values converts values to and from the script
 * @param calls calls the words of objects
 * @param vmWords the words of a {@code vm} block, for what is added to a machine
 */
record ScriptSide(ValueConverter values, WordCalls calls, Function<VmConfig.Builder, VmWords> vmWords) {}
