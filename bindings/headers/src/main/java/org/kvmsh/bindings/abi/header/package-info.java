/**
 * The header reader, which generates the tables of the package {@code abi}. Read {@link HeaderReader} first.
 * {@link Preprocessed} is the text after the C preprocessor; the grammar {@code UapiC.g4} parses what is left;
 * {@link Declarations} and {@link Layout} lay structs out as GCC does; {@link Constants} evaluates C expressions;
 * {@link TableWriter} writes the tables.
 *
 * <p>The package is a separate Maven module (bindings/headers), because the C preprocessor that it uses is not a Java
 * module. Only {@code kvmsh dev abi-make} is compiled against it. The patch reader loads it with ServiceLoader, as a
 * {@link org.kvmsh.bindings.abi.patch.FragmentReader}.
 */
package org.kvmsh.bindings.abi.header;
