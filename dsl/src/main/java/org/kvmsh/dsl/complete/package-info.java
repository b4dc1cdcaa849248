/**
 * Completion: what may follow at the caret. {@link Tokens} splits a text that breaks off, {@link Caret} finds the
 * brackets and the argument that it is in, {@link Values} what a chain of names evaluates to, and {@link Completions}
 * lists what fits. {@link ArgumentKinds} reads what each argument takes from {@code arguments.tsv},
 * {@link ValuesOfKind} finds values of that kind, and {@link UsualOrder} puts those first that scripts use most at such
 * a place. {@link Highlights} classifies each piece for colors; {@link Signature} is the word whose arguments are
 * typed. {@link Outline} lists the tests, machines and functions of a script, and {@link NameDeclarations} finds where
 * a name is declared. The shell and the language server use it. It makes no call and runs nothing of a script.
 */
package org.kvmsh.dsl.complete;
