/**
 * The Groovy front end, {@link GroovyFrontEnd}. Only this package uses Groovy. {@link AngleBlocks} turns angle brackets
 * into braces. {@link ScriptMarks} puts a mark before each statement so that an error has a column, and turns the lines
 * of an {@code expect} into assertions, unless {@code errno:} marks them as calls. {@link ScriptFailure} turns any
 * exception into an error with its source location.
 *
 * <p>{@link ScriptCompiler} compiles a text, or loads a file's classes from {@link CompiledScripts}, the directory
 * where they are kept by {@link CompilationKey}. A file is compiled statically ({@link StaticCompilation}, by Groovy's
 * own compiler) with {@link ScriptTypes} as the extension, which knows words, registers, struct fields
 * ({@link KernelTypes}) and all other names of a script ({@link ScriptNames}). What has no type is looked up at run
 * time: a call by the compiler, an operator by {@link Untyped}.
 *
 * <p>A name is refused only if no value could have it ({@link FittingTypes}); a file that the compiler cannot verify
 * for another reason is compiled again like a typed line, so what Groovy would run is not refused. {@link Reach} is the
 * list of members of kvmsh's own objects that a script may use; {@link ReachChecks} puts the check before each name
 * that is looked up at run time.
 */
package org.kvmsh.dsl.lang.groovy;
