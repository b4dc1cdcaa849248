package org.kvmsh.specs.kit

import org.opentest4j.TestAbortedException
import org.spockframework.runtime.extension.IGlobalExtension
import org.spockframework.runtime.extension.IMethodInvocation
import org.spockframework.runtime.model.SpecInfo

/** {@code -Dboard=NAME} runs the rows of tables that have this board, and nothing else. */
class OneBoard implements IGlobalExtension {
    @Override
    void visitSpec(SpecInfo spec) {
        def board = System.getProperty('board')
        if (board) {
            def (tables, alone) = spec.allFeatures.split { it.parameterized }
            alone*.excluded = true
            tables*.addIterationInterceptor { IMethodInvocation row ->
                if (!row.iteration.dataVariables.values().flatten().any { it?.toString() == board }) {
                    throw new TestAbortedException("not on $board")
                }
                row.proceed()
            }
        }
    }
}
