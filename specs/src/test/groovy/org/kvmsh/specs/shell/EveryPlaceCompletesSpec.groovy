package org.kvmsh.specs.shell

import static org.kvmsh.specs.kit.TabTries.Kind.*

import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.ScriptLines
import org.kvmsh.specs.kit.TabTries
import org.kvmsh.specs.kit.UsualOrderTable
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification

/** Tab at places drawn from every line of the pages: the true continuation is offered, and is often the first. */
class EveryPlaceCompletesSpec extends Specification {
    static final File ORDER = Kvmsh.ROOT.resolve('dsl/src/main/resources/org/kvmsh/dsl/complete/usual-order.tsv').toFile()

    /** The least share of places whose true continuation is itself among the offers, by kind; each may only rise. */
    static final Map<TabTries.Kind, Integer> OFFERED = [(MEMBER): 97, (WORD): 98, (NAME_OF_ARGUMENT): 99, (VALUE_OF_ARGUMENT): 88, (ARGUMENT): 80, (EXPRESSION): 78, (STRING): 26]

    @Shared
    @AutoCleanup
    TabTries tab = new TabTries()

    /** With -u, writes the order of offers again, from how often scripts and pages have each name. */
    def setupSpec() {
        if (Boolean.getBoolean('spock.snapshots.updateSnapshots')) {
            ORDER.text = UsualOrderTable.text()
        }
    }

    def "of places drawn with seed #seed, Tab is right in #right and first in #first of 100"() {
        given:
        // Each line has its own draw, so that a line that is added changes none of the others.
        def tries = ScriptLines.all().collect { TabTries.places(it) }.findAll().collect { places -> tab.press(places[new Random(seed ^ places.first().line.text.hashCode()).nextInt(places.size())]) }

        when:
        println "seed $seed: ${share(tries)}"
        TabTries.Kind.values().each { kind -> println "  $kind ${share(tries.findAll { it.kind == kind })}" }
        if (System.getProperty('misses')) {
            tries.findAll { !it.right }.each { println it }
        }
        if (System.getProperty('all')) {
            tries.findAll { it.right }.each { println it }
        }

        then:
        tries.size() > 1000
        percent(tries) { it.right } >= right
        percent(tries) { it.first } >= first
        TabTries.Kind.values().every { kind -> percent(tries.findAll { it.kind == kind }) { it.among } >= OFFERED[kind] }

        where:
        seed << (System.getProperty('seeds') ?: '1').split(',')*.toInteger()
        right = 95
        first = 60
    }

    private static String share(List<TabTries.Try> tries) {
        "right ${percent(tries) { it.right }}, first ${percent(tries) { it.first }}, offered ${percent(tries) { it.among }}, offered first ${percent(tries) { it.exact }}, right without an offer ${percent(tries) { it.right && !it.offers }} of ${tries.size()}"
    }

    private static int percent(List<TabTries.Try> tries, Closure<Boolean> judgment) {
        tries ? Math.floor(100 * tries.count(judgment) / tries.size()) as int : 0
    }
}
