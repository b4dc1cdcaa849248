/**
 * The interface of front ends, and what both languages share. A {@link FrontEnd} runs a script and the files that it
 * includes; {@link Inclusions} finds the file for a name; {@link Language} lists the languages. {@link ScriptWords} and
 * the interfaces that it extends are the words of a script's top level; the result types of words have
 * {@link org.kvmsh.dsl.word.Word} annotations on their members for scripts. {@link OwnWords} are those of an embedding
 * program. {@link Slips} searches a failed script for frequent mistakes.
 */
package org.kvmsh.dsl.lang;
