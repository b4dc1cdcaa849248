/**
 * The generator of the pages of words (docs/words), JavaScript's types and Groovy's descriptor. {@link Described} is
 * the vocabulary as its annotations have it; {@link MarkdownPages}, {@link TypeScriptTypes} and
 * {@link GroovyDescriptor} write the three from it. {@link WordDetails} is the text besides the annotations: arguments,
 * errors and an example for each word, in the resource {@code words.md}. JavaScript's types are those of words
 * ({@link WordTypes}), of named arguments ({@link ArgumentTypes}), of exits, registers, structs and constants; what is
 * the same for all is in the resource {@code types.d.ts}. {@link FirstLines} are what a new user can type first.
 */
package org.kvmsh.dsl.reference;
