/**
 * The words of {@code vm { }}, and the annotation that describes every word. A {@link Word} annotation describes a word
 * once; help, completion, suggestions and named arguments are derived from it ({@link Vocabulary},
 * {@link NamedArguments}). The words of {@code vm { }} are interfaces by topic, all extended by {@link VmWords}. A
 * {@link Block} is a script's block in either language.
 */
package org.kvmsh.dsl.word;
