package org.kvmsh.specs.kit

import java.nio.file.Path
import java.util.concurrent.ConcurrentHashMap
import org.junit.platform.launcher.LauncherSession
import org.junit.platform.launcher.LauncherSessionListener
import org.spockframework.runtime.model.FeatureInfo

/** Prints at the end which share of the tables with @Sample ran, and how many features with @Whole did not. */
class DrawnRows implements LauncherSessionListener {
    private static final String DRAWN = 'drawn'
    private static final String ALL = 'all'
    private static final String FEATURES = 'features'
    private static final Map<String, Integer> COUNTS = new ConcurrentHashMap<>()
    private static final Set<String> LEFT_OUT = ConcurrentHashMap.newKeySet()

    static void count(boolean drawn) {
        COUNTS.merge(ALL, 1, Integer.&sum)
        COUNTS.merge(DRAWN, drawn ? 1 : 0, Integer.&sum)
    }

    /** A spec is seen more than once before it runs, and by Maven's own JVM, which runs none. */
    static void leftOut(FeatureInfo feature) {
        if (System.getProperty('forks') != null && LEFT_OUT.add("$feature.spec.name $feature.name".toString())) {
            COUNTS.merge(FEATURES, 1, Integer.&sum)
        }
    }

    @Override
    void launcherSessionClosed(LauncherSession session) {
        def text = text(new CountsOfJvms('drawn').sum(COUNTS))
        if (text != null) {
            println text
        }
    }

    /** One line; null if all ran. */
    static String text(Map<String, Integer> counts) {
        def drawn = counts[DRAWN] ?: 0, all = counts[ALL] ?: 0, features = counts[FEATURES] ?: 0
        def parts = (drawn < all ? ["$drawn of $all rows of long tables drawn"] : []) + (features ? ["$features long tests left out"] : [])
        parts ? "${parts.join(', ')}; all: ${Boolean.getBoolean('whole') ? '.ci/long rows' : 'mvn verify -Pwhole'}" : null
    }
}
