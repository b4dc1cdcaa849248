/**
 * The planner: it turns a config into the steps that create it on one board, or refuses it. {@link Planner} calls one
 * {@link org.kvmsh.dsl.plan.step.Lowering} for each part: those of all boards ({@link GuestMemory}, {@link Irqchip},
 * {@link Devices}) and those of the board's architecture. The {@link Plan} is printed by {@link PlanOnPaper}, whose
 * calls are those that the steps make on a {@link org.kvmsh.bindings.dryrun.DryRunKernel}, so the text always matches
 * them.
 *
 * <p>Everything that can be refused is refused here, before anything is created, including what the kernel would refuse
 * only at the first KVM_RUN. {@link DryRun} makes the steps on a kernel that checks the rules, and names the earlier
 * step that a refused one conflicts with; {@code Lowering.check} refuses what KVM accepts but cannot work;
 * {@code Lowering.lower} refuses what no call can express. If a script expects an errno, the first two are skipped
 * ({@link Strictness}). Under {@code unchecked { }} the planner's refusal is only recorded. {@link ExitEnabling}
 * enables the exits for a script's handlers, or refuses the handler.
 */
package org.kvmsh.dsl.plan;
