package org.kvmsh.dsl.lang.js;

/**
 * The services that a member of an object needs from the script that reads it.
 *
 * @param values converts values to and from the script
 * @param calls calls the words of objects
 */
record ScriptSide(ValueConverter values, WordCalls calls) {}
