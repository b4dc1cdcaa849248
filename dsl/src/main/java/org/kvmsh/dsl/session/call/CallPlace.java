package org.kvmsh.dsl.session.call;

import java.util.function.Supplier;
import org.kvmsh.dsl.script.Site;

/** The place in the script that a thread's calls come from: the place of the step under way, or the script's own. */
public final class CallPlace {
    private record AtStep(Site site, Thread thread) {}

    private volatile Supplier<Site> script = () -> Site.UNKNOWN;
    private volatile AtStep step = new AtStep(Site.UNKNOWN, null);

    /** @param here where the script is */
    public void at(Supplier<Site> here) {
        script = here;
    }

    /** The calls of this thread that follow are a step's; {@link Site#UNKNOWN} for the script's own. */
    public void step(Site site) {
        step = new AtStep(site, Thread.currentThread());
    }

    /** {@link Site#UNKNOWN} on a thread that runs no script. */
    public Site here() {
        AtStep now = step;
        return now.thread() == Thread.currentThread() && now.site().line() != 0 ? now.site() : script.get();
    }
}
