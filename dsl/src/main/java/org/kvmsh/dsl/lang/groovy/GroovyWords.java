package org.kvmsh.dsl.lang.groovy;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.kvmsh.dsl.lang.Slips;
import org.kvmsh.dsl.lang.WordTable;

/** The words of kvmsh as Groovy has them. */
public final class GroovyWords {
    private static final WordTable TABLE = new WordTable(KvmScript.class, GroovyVmWords.class);
    private static final Set<String> WITH_BLOCKS = TABLE.withBlocks();
    private static final Slips SLIPS = Slips.ofGroovy(TABLE);

    private GroovyWords() {}

    /** Every word of the language. */
    public static WordTable table() {
        return TABLE;
    }

    /** The units that may follow a number and a dot. */
    public static Set<String> units() {
        return Arrays.stream(Units.class.getMethods())
                .filter(way ->
                        Modifier.isStatic(way.getModifiers()) && way.getName().startsWith("get"))
                .map(way -> way.getReturnType() == long.class
                        ? way.getName().substring(3)
                        : way.getName().substring(3).toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The words that a block follows. */
    static Set<String> withBlocks() {
        return WITH_BLOCKS;
    }

    /** Whether a block follows a word. */
    static boolean hasBlock(String word) {
        return WITH_BLOCKS.contains(word);
    }

    /** The slips that people make. */
    static Slips slips() {
        return SLIPS;
    }
}
