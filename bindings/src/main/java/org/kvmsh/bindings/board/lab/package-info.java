/**
 * The boards of a lab: their power, consoles and locks. A {@link LabBoard} is the lab's shell commands for a board,
 * with {@link PowerCommands}; {@link LabProcesses} runs them, each in its own process group. {@link BoardLock} is a
 * board's lock, which whoever uses the board holds.
 *
 * <p>A {@link HeldBoard} is a board in use. {@link org.kvmsh.bindings.board.LabBoards} opens it, and
 * {@code Boards.restart} power-cycles it.
 */
package org.kvmsh.bindings.board.lab;
