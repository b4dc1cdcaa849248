/**
 * JSON of what scripts look at. {@link AsJson} is such a value: its {@code .json} has its readable members with a
 * {@link org.kvmsh.dsl.word.Word} annotation. {@link FactsJson} writes 64-bit numbers as hexadecimal text, because most
 * readers round them to 53 bits. {@link SavedFacts} reads a file of {@code boards facts}.
 */
package org.kvmsh.dsl.json;
