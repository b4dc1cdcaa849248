package org.kvmsh.specs.house

import java.nio.file.Path
import org.junit.platform.launcher.LauncherSessionListener
import org.junit.platform.launcher.core.LauncherConfig
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder
import org.junit.platform.launcher.core.LauncherFactory
import org.kvmsh.specs.kit.CountsOfJvms
import org.kvmsh.specs.kit.DrawnRows
import org.kvmsh.specs.kit.FeaturesRunWhole
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.SkippedSpecs
import org.opentest4j.TestAbortedException
import org.spockframework.runtime.SpecInfoBuilder
import spock.lang.Specification
import spock.lang.TempDir

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass

/** What a spec lacks is known before it begins, and the summary at the end counts it by reason. */
class SkipsAreCountedSpec extends Specification {
    /** Then no table is sampled. */
    static final boolean ALL_ROWS = Boolean.getBoolean('whole') && !Boolean.getBoolean('sampled')
    static final String MISSING = 'kvmsh-nothing not found; on Debian: apt-get install kvmsh-nothing'

    @Needs('kvmsh-nothing')
    static class Whole extends Specification {
        def "one"() {
            expect:
            false
        }

        def "another, with a table: #row"() {
            expect:
            false

            where:
            row << [1, 2]
        }
    }

    static class Parts extends Specification {
        @Needs(['sh', 'kvmsh-nothing'])
        def "a feature"() {
            expect:
            false
        }

        @Needs('kvmsh-nothing')
        def "a table as a whole: #row"() {
            expect:
            false

            where:
            row << [1, 2]
        }

        def "rows of a table: #program"() {
            given:
            Needed.orSkip(program)

            expect:
            true

            where:
            program << ['sh', 'kvmsh-nothing', 'kvmsh-nothing']
        }
    }

    static class SetUp extends Specification {
        def setupSpec() {
            throw new TestAbortedException('nothing to set up')
        }

        def "one"() {
            expect:
            true
        }

        def "a table: #row"() {
            expect:
            true

            where:
            row << [1, 2]
        }
    }

    static class Nothing extends Specification {
        def "one"() {
            expect:
            true
        }
    }

    static class Rows extends Specification {
        @Sample(of = 1000)
        def "a table of which rows are left out: #row"() {
            expect:
            true

            where:
            row << (1..3)
        }

        def "all rows of a table: #row"() {
            expect:
            true

            where:
            row << (1..3)
        }

        def "a table with a skipped row: #program"() {
            given:
            Needed.orSkip(program)

            expect:
            true

            where:
            program << ['kvmsh-nothing', 'sh']
        }
    }

    @TempDir
    Path folder

    def "a missing program is reported with its package: #name"() {
        expect:
        Needed.missing(name) == "$name not found; on Debian: apt-get install $debian"

        where:
        name                        || debian
        'kvmsh-nothing'             || 'kvmsh-nothing'
        'vax-linux-gnu-gcc'         || 'gcc-vax-linux-gnu'
        'vax_64-linux-gnuabi64-gcc' || 'gcc-vax-64-linux-gnuabi64'
        'qemu-vax'                  || 'qemu-user'
    }

    def "the summary of #skipped.simpleName: #said"() {
        when:
        def printed = sessions(1, skipped)

        then:
        printed == [said]

        where:
        skipped || said
        Whole   || ['skipped: 2', "  2: $MISSING"]
        Parts   || ['skipped: 4', "  4: $MISSING"]
        SetUp   || ['skipped: 2', '  2: nothing to set up']
        Nothing || []
    }

    def "if several JVMs run the specs, the last one to end prints all skips"() {
        expect:
        sessions(jvms, *skipped) == said

        where:
        jvms | skipped                 || said
        2    | [Whole, Parts]          || [[], ['skipped: 6', "  6: $MISSING"]]
        3    | [Whole, Nothing, SetUp] || [[], [], ['skipped: 4', "  2: $MISSING", '  2: nothing to set up']]
        3    | [Whole, SetUp, Nothing] || [[], [], ['skipped: 4', "  2: $MISSING", '  2: nothing to set up']]
        2    | [Nothing, Nothing]      || [[], []]
        3    | [Whole, Parts]          || [[], []]
    }

    def "what a build without -Pwhole leaves out is told in one line: #counts"() {
        expect:
        DrawnRows.text(counts) == said?.concat("; all: ${Boolean.getBoolean('whole') ? '.ci/long rows' : 'mvn verify -Pwhole'}")

        where:
        counts                               || said
        [:]                                  || null
        [drawn: 7, all: 7]                   || null
        [drawn: 7, all: 30]                  || '7 of 30 rows of long tables drawn'
        [drawn: 7, all: 30, features: 2]     || '7 of 30 rows of long tables drawn, 2 long tests left out'
        [features: 2]                        || '2 long tests left out'
    }

    def "a feature that lacked no row is left out of a build that names it; of #skipped.simpleName runs again: #again"() {
        given:
        def spec = new SpecInfoBuilder(skipped).build()
        def features = new FeaturesRunWhole([] as Set, null)

        when:
        session(skipped, features)
        new FeaturesRunWhole(features.whole(new CountsOfJvms(1, null)) as Set, null).visitSpec(spec)

        then:
        spec.features.findAll { !it.excluded }*.name == again

        where:
        skipped || again
        Whole   || ['one', 'another, with a table: #row']
        Parts   || ['a feature', 'a table as a whole: #row', 'rows of a table: #program']
        SetUp   || ['one', 'a table: #row']
        Nothing || []
        Rows    || ['a table of which rows are left out: #row', 'a table with a skipped row: #program'] - (ALL_ROWS ? ['a table of which rows are left out: #row'] : [])
    }

    /** The summaries printed at the end of several sessions, like those of several JVMs, that run one class each. */
    private List<List<String>> sessions(int jvms, Class... classes) {
        def shared = folder.resolve('skipped')
        classes.collect { skipped ->
            def printed = new ByteArrayOutputStream()
            session(skipped, new SkippedSpecs(new PrintStream(printed), new CountsOfJvms(jvms, shared)))
            printed.toString().readLines()
        }
    }

    private static void session(Class ran, LauncherSessionListener listener) {
        def config = LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false).enableLauncherSessionListenerAutoRegistration(false)
                .addLauncherSessionListeners(listener).build()
        LauncherFactory.openSession(config).withCloseable {
            it.launcher.execute(LauncherDiscoveryRequestBuilder.request().selectors(selectClass(ran)).build())
        }
    }
}
