/**
 * Changes of a machine that exists. {@link Additions} uses the words of {@code vm { }}: the planner turns them into
 * steps with the same {@link org.kvmsh.dsl.plan.step.Lowering}s and omits existing steps,
 * {@link org.kvmsh.dsl.plan.DryRun} replays the steps that created the machine, with its current memslots, before it
 * checks the new ones, and {@link Adding} executes them. A {@link Snapshot} saves a machine's state for
 * {@code restore}; {@link Changes} keeps what words have written, for {@code undo}.
 */
package org.kvmsh.dsl.machine.change;
