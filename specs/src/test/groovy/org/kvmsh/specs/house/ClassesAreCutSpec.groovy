package org.kvmsh.specs.house

import com.tngtech.archunit.core.domain.JavaClass
import com.tngtech.archunit.core.domain.JavaClasses
import com.tngtech.archunit.core.importer.ClassFileImporter
import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Shared
import spock.lang.Specification

/** A knot is a set of classes of one package that all reach each other: none of them can be read or tested alone. An interface reaches its implementors in its package. */
class ClassesAreCutSpec extends Specification {
    /** The largest knot of a package without an entry. */
    static final int USUAL = 5
    /** The largest knots above that. A number may only fall: whoever cuts a knot writes the new one here. */
    static final Map<String, Integer> LARGER = [
            'org.kvmsh.bindings.board': 7,
            'org.kvmsh.bindings.model.arm64': 8,
            'org.kvmsh.bindings.model.ppc64': 10,
            'org.kvmsh.bindings.proposal': 12,
            'org.kvmsh.dsl.arch': 6,
            'org.kvmsh.dsl.call': 6,
            'org.kvmsh.dsl.config': 7,
            'org.kvmsh.dsl.lang': 6,
            'org.kvmsh.dsl.lang.js': 8,
            'org.kvmsh.dsl.plan.step': 15,
            'org.kvmsh.dsl.session': 7,
            'org.kvmsh.dsl.word': 15,
            'org.kvmsh.repl.commands': 17,
            'org.kvmsh.repl.compare': 8,
            'org.kvmsh.repl.results.record': 6]
    /** The most classes of a package below dsl.machine. */
    static final int CLASSES = 30
    /** The packages of a machine, each of which uses only those before it; dsl.machine itself uses all. */
    static final List<String> MACHINE = ['vcpu', 'exit', 'memory', 'interrupt', 'debug', 'stop', 'run', 'change', 'expect', 'live', 'word', '']
    /** The arrows back up in the picture of a machine's classes, by package. A number may only fall. */
    static final Map<String, Integer> BACK_UP = [vcpu: 2, stop: 1, run: 1, '': 1]

    @Shared
    JavaClasses classes = new ClassFileImporter().importPackages('org.kvmsh.bindings', 'org.kvmsh.dsl', 'org.kvmsh.repl')
    @Shared
    Map<String, Map<JavaClass, Set<JavaClass>>> packages = classes.findAll { it.topLevelClass && it.simpleName != 'package-info' }.groupBy { it.packageName }
            .collectEntries { name, own -> [name, own.collectEntries { [it, [] as Set] }] }

    def setupSpec() {
        classes.each { type ->
            def from = outermost(type)
            def arrows = packages[from.packageName]?.get(from)
            if (arrows != null) {
                type.directDependenciesFromSelf.collect { outermost(it.targetClass.baseComponentType) }.findAll { it != from && it.packageName == from.packageName }.each { to ->
                    arrows << to
                }
                type.interfaces.collect { outermost(it.toErasure()) }.findAll { it != from && it.packageName == from.packageName && packages[it.packageName].containsKey(it) }.each { face ->
                    packages[face.packageName][face] << from
                }
            }
        }
    }

    static JavaClass outermost(JavaClass type) {
        type.enclosingClass.map { outermost(it) }.orElse(type)
    }

    /** The largest set of classes that all reach each other. */
    static List<String> knot(Map<JavaClass, Set<JavaClass>> arrows) {
        knots(arrows).max { it.size() }*.simpleName.sort()
    }

    /** The sets of classes that all reach each other. */
    static Set<Set<JavaClass>> knots(Map<JavaClass, Set<JavaClass>> arrows) {
        def reached = arrows.collectEntries { from, to -> [from, reach(from, arrows)] }
        arrows.keySet().collect { one -> arrows.keySet().findAll { other -> other == one || reached[one].contains(other) && reached[other].contains(one) } as Set } as Set
    }

    static Set<JavaClass> reach(JavaClass from, Map<JavaClass, Set<JavaClass>> arrows) {
        def seen = [] as Set
        def left = new ArrayDeque([from])
        while (left) {
            arrows[left.pop()]?.each { if (seen.add(it)) left.push(it) }
        }
        seen
    }

    def "no package has a larger knot of classes than before, and one that has become smaller is entered"() {
        given:
        def knots = packages.collectEntries { name, arrows -> [name, knot(arrows)] }

        expect:
        knots.findAll { it.value.size() > USUAL }.collectEntries { [it.key, it.value.size()] } == LARGER
    }

    def "no package of a machine's parts uses one that is above it, and package-info.java gives the same order"() {
        given:
        def text = new File(Kvmsh.ROOT.toFile(), 'dsl/src/main/java/org/kvmsh/dsl/machine/package-info.java').text
        def up = classes.findAll { place(it) >= 0 }.collectMany { from -> from.directDependenciesFromSelf*.targetClass.findAll { place(it) > place(from) }.collect { "$from.name -> $it.name" } }

        expect:
        (text =~ /\{@code (\w+)\}/).collect { it[1] } + [''] == MACHINE
        up == []
    }

    /** A picture of classes has each above those that it uses. In a knot that cannot be; what remains are the arrows of the best order. */
    def "the arrows back up in the picture of a machine are as few as before"() {
        given:
        def counts = MACHINE.collectEntries { name ->
            def own = classes.findAll { it.topLevelClass && it.simpleName != 'package-info' && it.packageName == packageOf(name) } as Set
            def uses = own.collectEntries { [it, [] as Set] }
            classes.findAll { it.packageName == packageOf(name) && uses.containsKey(outermost(it)) }.each { type ->
                uses[outermost(type)].addAll(type.directDependenciesFromSelf.collect { outermost(it.targetClass.baseComponentType) }.findAll { it in own && it != outermost(type) })
            }
            [name, knots(uses).findAll { it.size() > 1 }.sum(0) { backUp(it as List, uses) }]
        }
        def arrows = classes.findAll { place(it) >= 0 }.collectMany { from -> from.directDependenciesFromSelf.collect { outermost(it.targetClass.baseComponentType) }.findAll { place(it) >= 0 && it != outermost(from) }.collect { [outermost(from), it] } } as Set
        println "arrows back up of a machine's classes: ${counts.values().sum()} of ${arrows.size()}"

        expect:
        counts.findAll { it.value } == BACK_UP
        counts.values().sum() < 10
    }

    private static String packageOf(String name) {
        'org.kvmsh.dsl.machine' + (name ? ".$name" : '')
    }

    /** The place of a class's package in the order; -1 for a class that is no part of a machine. */
    private static int place(JavaClass type) {
        MACHINE.findIndexOf { packageOf(it) == type.packageName }
    }

    /** The fewest arrows that point up in an order of the classes of a knot, by the best order of each set of the lower ones. */
    private static int backUp(List<JavaClass> knot, Map<JavaClass, Set<JavaClass>> uses) {
        def used = knot.collect { from -> knot.indices.findAll { knot[it] in uses[from] }.sum(0) { 1 << it } as int }
        def fewest = new int[1 << knot.size()]
        for (int lower = 1; lower < fewest.length; lower++) {
            fewest[lower] = knot.indices.findAll { lower >> it & 1 }.collect { top -> fewest[lower & ~(1 << top)] + users(used, lower & ~(1 << top), top) }.min()
        }
        fewest[-1]
    }

    /** How many of a set use a class. */
    private static int users(List<Integer> used, int set, int of) {
        used.indices.count { set >> it & 1 && used[it] >> of & 1 }
    }

    def "no package of a machine's parts has more than #CLASSES classes, or a knot of more than 10"() {
        expect:
        packages.findAll { it.key.startsWith('org.kvmsh.dsl.machine') && (it.value.size() > CLASSES || knot(it.value).size() > 10) }.keySet().empty
    }
}
