/**
 * {@code kvmsh boards}: {@link BoardsProgram}, with a class for each of its commands, such as {@link SetupCommand},
 * {@link FactsCommand}, {@link BundleCommand} and {@link PowerCommand}.
 */
package org.kvmsh.repl.boards;
