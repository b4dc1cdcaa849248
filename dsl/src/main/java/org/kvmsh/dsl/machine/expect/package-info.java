/**
 * Expectations about the kernel and about runs: {@link ExpectedRefusal} is {@code expect(errno:)}, {@link ExpectedExit}
 * is {@code expect exit:}. {@link Unmet} is a failed expectation.
 */
package org.kvmsh.dsl.machine.expect;
