/**
 * {@code kvmsh dev mutants}: whether the tests of scripts notice a board with one thing wrong. {@link MutantRun}
 * records two undamaged runs ({@link Baseline}), draws damages ({@link DamageDraw}), and runs for each one the tests
 * whose calls can have it ({@link ScriptTrial}). {@link StateFile} keeps each outcome, {@link MutantReport} prints
 * them. {@link ReachSession} is {@code kvmsh dev reach}: what scripts cover on undamaged boards ({@link ScriptReach}).
 */
package org.kvmsh.repl.mutants;
