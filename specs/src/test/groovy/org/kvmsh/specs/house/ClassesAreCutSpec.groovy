package org.kvmsh.specs.house

import com.tngtech.archunit.core.domain.JavaClass
import com.tngtech.archunit.core.domain.JavaClasses
import com.tngtech.archunit.core.importer.ClassFileImporter
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
            'org.kvmsh.dsl.lang': 8,
            'org.kvmsh.dsl.lang.js': 18,
            'org.kvmsh.dsl.plan.step': 15,
            'org.kvmsh.dsl.session': 7,
            'org.kvmsh.dsl.word': 15,
            'org.kvmsh.repl.commands': 17,
            'org.kvmsh.repl.compare': 8]
    /** The most classes of a package below dsl.machine. */
    static final int CLASSES = 30

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
        def reached = arrows.collectEntries { from, to -> [from, reach(from, arrows)] }
        def knots = arrows.keySet().collect { one -> arrows.keySet().findAll { other -> other == one || reached[one].contains(other) && reached[other].contains(one) } }
        knots.max { it.size() }*.simpleName.sort()
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

    def "no package of a machine's parts has more than #CLASSES classes, or a knot of more than 10"() {
        expect:
        packages.findAll { it.key.startsWith('org.kvmsh.dsl.machine') && (it.value.size() > CLASSES || knot(it.value).size() > 10) }.keySet().empty
    }
}
