package org.kvmsh.specs.language

import java.lang.management.ManagementFactory
import org.kvmsh.dsl.lang.Language

/** A separate process that evaluates a text many times and prints the growth of metaspace and of the number of classes. */
class ManyEvaluations {
    private static final int UNTIL_WARM = 200

    static void main(String[] arguments) {
        def language = Language.valueOf(arguments[0])
        def kvmsh = org.kvmsh.dsl.Kvmsh.open('model:x86_64')
        UNTIL_WARM.times { kvmsh.evaluate(language, arguments[2].replace('NUMBER', "$it")) }
        def before = afterCollection()
        Integer.parseInt(arguments[1]).times { kvmsh.evaluate(language, arguments[2].replace('NUMBER', "$it")) }
        def after = afterCollection()
        println "${after[0] - before[0]} ${after[1] - before[1]}"
        kvmsh.close()
    }

    private static List<Long> afterCollection() {
        4.times { System.gc() }
        [ManagementFactory.memoryPoolMXBeans.find { it.name == 'Metaspace' }.usage.used, (long) ManagementFactory.classLoadingMXBean.loadedClassCount]
    }
}
