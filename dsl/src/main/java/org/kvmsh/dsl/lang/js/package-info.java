/**
 * The JavaScript front end on GraalVM Polyglot, {@link JsFrontEnd}, loaded when JavaScript is first used. Only this
 * package uses Polyglot. {@link WordCalls} finds the same annotated words by name; {@link JsBlock} reads an object or
 * passes the words to a function. {@link ValueConverter} converts all values between the two: 64-bit values are
 * BigInts. Scripts get no Java objects, only {@link Visible} ones with a list of {@link Members}, and host access is
 * off. {@link LiteralText} finds an object's key in the source, so that an error has its position; {@link Expectation}
 * records the value of each part of an {@code expect} while GraalVM evaluates it, once.
 *
 * <p>{@link StaticChecks} finds the errors that an editor underlines, from the syntax tree: {@link ScriptBindings}
 * resolves names, {@link StaticValues} tells what an expression's value is, {@link WordUseChecks} and
 * {@link MemberChecks} compare its use with the vocabulary and the headers.
 *
 * <p>A context allows one thread at a time, so a machine with several vCPUs runs on its own threads and
 * {@link ScriptThread} runs their handlers on the script's thread; a machine with one vCPU runs on the script's thread.
 * Code that runs at Ctrl-C or at the end of a run's time is interrupted.
 */
package org.kvmsh.dsl.lang.js;
