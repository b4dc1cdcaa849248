/**
 * {@code kvmsh plan}: {@link PlanProgram} plans a script's VMs without creating them, and {@link PlanText} prints the
 * plans.
 */
package org.kvmsh.repl.plan;
