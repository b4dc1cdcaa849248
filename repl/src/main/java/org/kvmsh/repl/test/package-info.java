/**
 * The command line of {@code kvmsh test}: {@link TestProgram} and its options by topic, such as {@link VerdictOptions}.
 * Each option says in one annotation where it applies on a farm, with {@code --isolate} and with {@code --resume}
 * ({@link org.kvmsh.repl.cli.AppliesTo}); {@link GivenOptions} follows it. The run itself is in {@code runner}.
 */
package org.kvmsh.repl.test;
