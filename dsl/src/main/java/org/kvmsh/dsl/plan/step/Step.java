package org.kvmsh.dsl.plan.step;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.device.PhysicalMemory;
import org.kvmsh.dsl.script.Site;

/** One operation on a kernel that a configuration requires, and its position in the script. */
public interface Step {
    /** The operation, in words. */
    String text();

    /** Why it is done, with the source of it. */
    String why();

    Site site();

    /** A warning of what will go wrong later although the kernel accepts it; may be empty. */
    default String warning() {
        return "";
    }

    /**
     * A suggestion if a rule refuses it; may be empty.
     *
     * @param made created by the steps before it; the suggestion may be tried on it
     */
    default String advice(Bringup made) {
        return "";
    }

    /** The capabilities that it needs besides those for its ioctls. */
    default List<String> capabilities() {
        return List.of();
    }

    /** The values that it expects the kernel to put into fields of its answers: a plan on paper assumes them. */
    default Map<String, Long> expected() {
        return Map.of();
    }

    /** The fields of its arguments whose values are an earlier call's result, so that no plan can have them. */
    default Set<String> answered() {
        return Set.of();
    }

    /** The guest physical addresses to which it gives a meaning, without memory itself and what a script loads. */
    default List<GuestRange> ranges() {
        return List.of();
    }

    /** The handlers of the exits by which what it puts into guest memory calls kvmsh. */
    default List<HandlerConfig> handlers(PhysicalMemory memory) {
        return List.of();
    }

    void perform(Bringup machine);
}
