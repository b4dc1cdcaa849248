package org.kvmsh.dsl.plan.step;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kvmsh.dsl.script.Site;

/** One thing that is done to a kernel to give what a configuration asks for, and where the script asked. */
public interface Step {
    /** What is done, in words. */
    String text();

    /** Why it is done, with the source of it. */
    String why();

    Site site();

    /** What will go wrong later although the kernel takes it; empty if nothing will. */
    default String warning() {
        return "";
    }

    /**
     * What to try where a rule refuses it; empty for nothing.
     *
     * @param made by the steps before it
     */
    default String advice(Bringup made) {
        return "";
    }

    /** The capabilities that it needs besides those that announce its ioctls. */
    default List<String> capabilities() {
        return List.of();
    }

    /** What it counts on that the kernel puts into fields of its answers: a plan on paper assumes it. */
    default Map<String, Long> expected() {
        return Map.of();
    }

    /** The fields of its arguments whose values are an earlier answer's, so that no plan can tell them. */
    default Set<String> answered() {
        return Set.of();
    }

    /** The guest physical addresses that it gives a meaning, memory itself and what a script loads left out. */
    default List<GuestRange> ranges() {
        return List.of();
    }

    void perform(Bringup machine);
}
