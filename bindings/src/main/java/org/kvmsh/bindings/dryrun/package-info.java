/**
 * A kernel that performs no call. {@link DryRunKernel} accepts every call, or every call that breaks no rule; plans are
 * checked and printed with it. It is not a model: once it is sealed it returns no values, and {@link NeedsMachine}
 * names the call that needs one.
 */
package org.kvmsh.bindings.dryrun;
