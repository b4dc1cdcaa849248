package org.kvmsh.specs.house

import com.tngtech.archunit.core.domain.JavaClass
import com.tngtech.archunit.core.domain.JavaClasses
import com.tngtech.archunit.core.domain.JavaModifier
import com.tngtech.archunit.core.importer.ClassFileImporter
import java.lang.module.ModuleDescriptor
import java.lang.module.ModuleFinder
import java.util.jar.JarFile
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import spock.lang.Shared
import spock.lang.Specification

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses

/** Which packages are public, and that kvmsh's own modules use only packages exported to them, also on the class path, where no JVM checks it. */
@Needs('jars')
class ModulesSpec extends Specification {
    static final List<String> DSL_FOR_OTHERS = ['', '.complete', '.config', '.inspect', '.lang', '.machine', '.machine.exit', '.machine.expect', '.machine.run', '.plan', '.script', '.session', '.session.call', '.session.need', '.session.patch', '.session.test', '.text', '.word'].collect { "org.kvmsh.dsl$it".toString() }
    static final List<String> DSL_FOR_REPL = DSL_FOR_OTHERS + ['org.kvmsh.dsl.compare', 'org.kvmsh.dsl.plan.step', 'org.kvmsh.dsl.reference']

    @Shared
    JavaClasses classes = new ClassFileImporter().importPackages('org.kvmsh.bindings', 'org.kvmsh.dsl', 'org.kvmsh.repl')
    @Shared
    ModuleFinder modules = ModuleFinder.of(Kvmsh.ROOT.resolve('repl/target/lib'))

    def "#module is a module that exports #exported to all modules"() {
        expect:
        !descriptor(module).automatic
        descriptor(module).exports().findAll { !it.qualified }*.source().sort() == exported

        where:
        module               || exported
        'org.kvmsh.bindings' || ['abi', 'board', 'kernel', 'kvm', 'kvm.rules', 'kvm.state', 'trace'].collect { "org.kvmsh.bindings.$it".toString() }
        'org.kvmsh.models'   || []
    }

    /** A program that is a module cannot name such a type: javac reports it with -Xlint:exports, as a warning. */
    def "public members of the exported packages of bindings have only exported types"() {
        given:
        def exported = descriptor('org.kvmsh.bindings').exports().findAll { !it.qualified }*.source()
        def visible
        visible = { JavaClass type -> JavaModifier.PUBLIC in type.modifiers && type.packageName in exported && type.enclosingClass.map(visible).orElse(true) }

        expect:
        leaks(classes, visible) == []
    }

    private static List<String> leaks(JavaClasses classes, Closure<Boolean> visible) {
        classes.findAll(visible).collectMany { type ->
            type.members.findAll { [JavaModifier.PUBLIC, JavaModifier.PROTECTED].any { modifier -> modifier in it.modifiers } && !(JavaModifier.SYNTHETIC in it.modifiers) }.collectMany { member ->
                member.allInvolvedRawTypes*.baseComponentType.findAll { it.packageName.startsWith('org.kvmsh.') && !visible(it) }.collect { "$member.fullName: $it.name".toString() }
            }
        }
    }

    /** Whoever is on the class path finds providers by the files, a module by its descriptor. */
    def "#module provides the services of its META-INF/services"() {
        given:
        def jar = new JarFile(new File(modules.find(module).get().location().get()))
        def named = jar.entries().findAll { it.name.startsWith('META-INF/services/') && !it.directory }.collectEntries { entry ->
            [entry.name - 'META-INF/services/', jar.getInputStream(entry).readLines().findAll { it }]
        }

        expect:
        descriptor(module).provides().collectEntries { [it.service(), it.providers()] } == named
        !named.empty

        cleanup:
        jar.close()

        where:
        module << ['org.kvmsh.bindings', 'org.kvmsh.models']
    }

    def "every service that bindings uses has a provider"() {
        given:
        def uses = descriptor('org.kvmsh.bindings').uses()

        expect:
        uses == ['org.kvmsh.bindings.abi.patch.FragmentReader', 'org.kvmsh.bindings.board.BoardSourceProvider'] as Set
        uses.every { service -> modules.findAll()*.descriptor().any { it.provides()*.service().contains(service) } }
    }

    def "a jar without a module descriptor has the module name that packages are exported to: #module"() {
        expect:
        descriptor(module).automatic

        where:
        module << ['org.kvmsh.headers', 'org.kvmsh.dsl', 'org.kvmsh.repl']
    }

    def "#module uses only packages of bindings that are exported to it"() {
        given:
        def closed = descriptor('org.kvmsh.bindings').packages().findAll { !isExported(it, module) }

        expect:
        closed.size() > 2
        noClasses().that().resideInAPackage(packages).should().dependOnClassesThat().resideInAnyPackage(*closed)
                .check(classes)

        where:
        module              | packages
        'org.kvmsh.headers' | 'org.kvmsh.bindings.abi.header..'
        'org.kvmsh.models'  | 'org.kvmsh.bindings.model..'
        'org.kvmsh.dsl'     | 'org.kvmsh.dsl..'
        'org.kvmsh.repl'    | 'org.kvmsh.repl..'
    }

    def "repl uses only the public packages of dsl, the comparison and the reference"() {
        given:
        def closed = classes.collect { it.packageName }.findAll { it.startsWith('org.kvmsh.dsl') && !(it in DSL_FOR_REPL) }.toUnique()

        expect:
        closed.size() > 5
        noClasses().that().resideInAPackage('org.kvmsh.repl..').should().dependOnClassesThat().resideInAnyPackage(*closed).check(classes)
    }

    def "the embedding sample imports only public packages"() {
        given:
        def imported = []
        Kvmsh.ROOT.resolve('samples/embedding/src').toFile().eachFileRecurse { file ->
            if (file.name.endsWith('.java')) {
                imported += (file.text =~ /(?m)^import (org\.kvmsh[.a-z]*)\.[A-Z]/).collect { it[1] }
            }
        }

        expect:
        imported.findAll { it.startsWith('org.kvmsh.dsl') } - DSL_FOR_OTHERS == []
        imported.findAll { it.startsWith('org.kvmsh.bindings') && !isExported(it, 'sample') } == []
        imported.size() > 5
    }

    private ModuleDescriptor descriptor(String module) {
        modules.find(module).orElseThrow { new AssertionError("no module $module" as Object) }.descriptor()
    }

    private boolean isExported(String name, String module) {
        def export = descriptor('org.kvmsh.bindings').exports().find { it.source() == name }
        export != null && (!export.qualified || module in export.targets())
    }
}
