package org.kvmsh.dsl.compare;

import java.util.Map;
import org.kvmsh.bindings.trace.TracedCall;
import org.kvmsh.dsl.script.Site;

/**
 * A call of a script, and the script's position.
 *
 * @param on its descriptor, by its kind and when it was opened
 * @param descriptors those that the call returned or used: {@code answer} or a field, and its name here
 * @param undefined the vCPU's flags that the architecture's manual leaves undefined after what the guest executed
 */
record RecordedCall(TracedCall call, Site site, String on, Map<String, String> descriptors, long undefined) {}
