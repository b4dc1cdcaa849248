package org.kvmsh.dsl.session.test;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.kvmsh.dsl.script.Site;

/** The expectations of a session's scripts: how many held, and which of those that are written were never evaluated. */
public final class Expectations {
    private final AtomicInteger held = new AtomicInteger();
    /** By their text, since all sites are equal. */
    private final Map<String, ExpectationPlace> declared = new LinkedHashMap<>();

    private final Set<String> reached = ConcurrentHashMap.newKeySet();

    /** A text has these, and begins. */
    public synchronized void declare(Collection<ExpectationPlace> places) {
        places.forEach(place -> declared.put(place.site().toString(), place));
    }

    /** One is evaluated; any thread may call it. */
    public void reach(Site at) {
        reached.add(at.toString());
    }

    /** One held; any thread may call it. */
    public void hold() {
        held.incrementAndGet();
    }

    public int held() {
        return held.get();
    }

    /** The places that were never reached, in order, of those that could have been. */
    public synchronized List<String> unreached(Predicate<ExpectationPlace> could) {
        return declared.values().stream()
                .filter(place -> !reached.contains(place.site().toString()) && could.test(place))
                .map(place -> place.site().toString())
                .toList();
    }
}
