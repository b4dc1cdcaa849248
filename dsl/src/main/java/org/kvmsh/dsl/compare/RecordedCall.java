package org.kvmsh.dsl.compare;

import java.util.Map;
import org.kvmsh.bindings.trace.TracedCall;
import org.kvmsh.dsl.script.Site;

/**
 * A call that a script made, and where the script was.
 *
 * @param on          the descriptor that it was made on, by its kind and when it was opened
 * @param descriptors those that the call gave or took: {@code answer} or a field, and what it is called here
 * @param undefined   the vCPU's flags that the architecture's manual leaves undefined after what the guest executed
 */
record RecordedCall(TracedCall call, Site site, String on, Map<String, String> descriptors, long undefined) { }
