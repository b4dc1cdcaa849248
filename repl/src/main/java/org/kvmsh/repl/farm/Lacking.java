package org.kvmsh.repl.farm;

import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The features and licenses that options of sbatch ask for and no node of a farm has: Slurm would reject them, or let
 * the job wait forever.
 */
record Lacking(Set<String> features, Set<String> licenses) {
    private static final String CONSTRAINT = "--constraint=";
    private static final String LICENSES = "--licenses=";
    /** A feature's name in a constraint such as {@code [rack1|rack2]&kvm*2}. */
    private static final Pattern FEATURE = Pattern.compile("(?<![*\\w.-])[A-Za-z_][\\w.-]*");
    /** A license's name in {@code juno:1,slot}. */
    private static final Pattern LICENSE = Pattern.compile("(?<=^|[,;|])[^,;|:@]+");

    /** A sentence; null if nothing is lacking. */
    String of(List<String> options) {
        return options.stream().flatMap(this::ofOption).findFirst().orElse(null);
    }

    private Stream<String> ofOption(String option) {
        if (option.startsWith(CONSTRAINT)) {
            return names(FEATURE, option, CONSTRAINT)
                    .filter(name -> !features.contains(name))
                    .map(name -> "no node has " + name);
        }
        return option.startsWith(LICENSES)
                ? names(LICENSE, option, LICENSES)
                        .filter(name -> !licenses.contains(name))
                        .map(name -> "Slurm has no license " + name)
                : Stream.empty();
    }

    private static Stream<String> names(Pattern name, String option, String prefix) {
        return name.matcher(option.substring(prefix.length())).results().map(MatchResult::group);
    }
}
