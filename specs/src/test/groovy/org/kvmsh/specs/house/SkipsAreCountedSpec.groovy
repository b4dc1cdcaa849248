package org.kvmsh.specs.house

import org.junit.platform.launcher.core.LauncherConfig
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder
import org.junit.platform.launcher.core.LauncherFactory
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.SkippedSpecs
import org.opentest4j.TestAbortedException
import spock.lang.Specification

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass

/** What a spec lacks is known before it begins, and the summary at the end counts it by reason. */
class SkipsAreCountedSpec extends Specification {
    static final String MISSING = 'there is no kvmsh-nothing; on Debian: apt-get install kvmsh-nothing'

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

    def "what is missing names the package: #name"() {
        expect:
        Needed.missing(name) == "there is no $name; on Debian: apt-get install $debian"

        where:
        name                        || debian
        'kvmsh-nothing'             || 'kvmsh-nothing'
        'vax-linux-gnu-gcc'         || 'gcc-vax-linux-gnu'
        'vax_64-linux-gnuabi64-gcc' || 'gcc-vax-64-linux-gnuabi64'
        'qemu-vax'                  || 'qemu-user'
    }

    def "the summary of #skipped.simpleName: #said"() {
        given:
        def printed = new ByteArrayOutputStream()
        def summary = new SkippedSpecs(new PrintStream(printed))
        def launcher = LauncherFactory.create(LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false).addTestExecutionListeners(summary).build())

        when:
        launcher.execute(LauncherDiscoveryRequestBuilder.request().selectors(selectClass(skipped)).build())

        then:
        printed.toString().readLines() == said

        where:
        skipped || said
        Whole   || ['skipped: 2', "  2: $MISSING"]
        Parts   || ['skipped: 4', "  4: $MISSING"]
        SetUp   || ['skipped: 2', '  2: nothing to set up']
    }
}
