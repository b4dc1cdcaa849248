/**
 * {@code kvmsh lsp}, the language server. {@link LspServer} is its interface; only this package uses lsp4j.
 * {@link OpenScripts} keeps what the editor has open. {@link Checks} runs the language's check on its own thread once
 * nothing was typed for a moment; {@link Answers} completes and explains on another, {@link Structure} lists and finds
 * declarations there. Both use {@link PaperBoards}, kvmsh with the headers of a board and no board
 * ({@link KernelHeaders} chooses them).
 */
package org.kvmsh.repl.lsp;
