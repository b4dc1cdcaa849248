package org.kvmsh.specs.house

import com.tngtech.archunit.core.domain.JavaClasses
import com.tngtech.archunit.core.domain.JavaModifier
import com.tngtech.archunit.core.importer.ClassFileImporter
import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Shared
import spock.lang.Specification

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses
import static com.tngtech.archunit.library.Architectures.layeredArchitecture
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices

class ArchitectureSpec extends Specification {
    @Shared
    JavaClasses classes = new ClassFileImporter().importPackages('org.kvmsh.bindings', 'org.kvmsh.dsl', 'org.kvmsh.repl')

    def "only #module uses #library"() {
        expect:
        noClasses().that().resideOutsideOfPackages(*module.split(' and ').collect { "org.kvmsh.$it..".toString() }).should().dependOnClassesThat().resideInAnyPackage(*packages).check(classes)

        where:
        module                 | library                | packages
        'bindings.linux and bindings.code' | 'JNA'      | ['com.sun.jna..']
        'bindings.code'        | 'the ELF reader'       | ['net.fornwall..']
        'bindings.abi.header'  | 'ANTLR and the C preprocessor' | ['org.antlr..', 'org.anarres..']
        'bindings.abi.patch'   | 'the mail parser'               | ['org.apache.james.mime4j..']
        'bindings.board'       | 'the TOML reader and the archives' | ['org.tomlj..', 'org.apache.commons.compress..']
        'dsl.lang.groovy'           | 'Groovy'               | ['groovy..', 'org.codehaus.groovy..', 'org.apache.groovy..', 'groovyjarjarantlr4..']
        'dsl.lang.js'               | 'GraalVM Polyglot'     | ['org.graalvm..']
        'repl'                 | 'JLine'                | ['org.jline..']
        'repl'                 | 'picocli'              | ['picocli..']
        'repl.abi and dsl.json' | 'Gson'                | ['com.google.gson..']
        'repl.lsp'             | 'the Language Server Protocol' | ['org.eclipse.lsp4j..']
    }

    def "nothing is compiled against the software models: boards load them with ServiceLoader"() {
        expect:
        noClasses().that().resideOutsideOfPackage('org.kvmsh.bindings.model..').should().dependOnClassesThat().resideInAPackage('org.kvmsh.bindings.model..').check(classes)
    }

    def "only dev abi-make is compiled against the header reader: the patch reader is loaded with ServiceLoader"() {
        expect:
        noClasses().that().resideOutsideOfPackages('org.kvmsh.bindings.abi.header..', 'org.kvmsh.repl.dev..').should().dependOnClassesThat()
                .resideInAPackage('org.kvmsh.bindings.abi.header..').check(classes)
    }

    def "the software models depend on nothing above bindings"() {
        expect:
        noClasses().that().resideInAPackage('org.kvmsh.bindings.model..').should().dependOnClassesThat().resideInAnyPackage('org.kvmsh.dsl..', 'org.kvmsh.repl..').check(classes)
    }

    def "imports go one way: bindings, dsl, repl"() {
        expect:
        layeredArchitecture().consideringOnlyDependenciesInLayers()
                .layer('bindings').definedBy('org.kvmsh.bindings..')
                .layer('dsl').definedBy('org.kvmsh.dsl..')
                .layer('repl').definedBy('org.kvmsh.repl..')
                .whereLayer('repl').mayNotBeAccessedByAnyLayer()
                .whereLayer('dsl').mayOnlyBeAccessedByLayers('repl')
                .whereLayer('bindings').mayOnlyBeAccessedByLayers('dsl', 'repl')
                .check(classes)
    }

    /** A package and the one below it are two: kvm and kvm.rules may not need each other either. */
    def "packages have no cyclic dependencies"() {
        expect:
        slices().matching('org.kvmsh.(**)').should().beFreeOfCycles().check(classes)
    }

    def "of the packages of results, values know no other, the record only values, and formats and pages only these two"() {
        expect:
        noClasses().that().resideInAPackage("org.kvmsh.repl.results$from").should().dependOnClassesThat().resideInAnyPackage(*to.collect { "org.kvmsh.repl.$it".toString() }).check(classes)

        where:
        from      | to
        ''        | ['results.*', 'report', 'runner']
        '.record' | ['results.format', 'results.page', 'report', 'runner']
        '.format' | ['results.page', 'report', 'runner']
        '.page'   | ['results.format', 'report', 'runner']
    }

    def "class names are unique"() {
        given:
        def named = classes.findAll { it.topLevelClass && it.simpleName != 'package-info' }.groupBy { it.simpleName }

        expect:
        named.size() > 500
        named.findAll { it.value.size() > 1 }.collect { it.value*.name } == []
    }

    /** Groovy takes either for the property, in an order that the JVM does not promise. */
    def "no class has a getter of two names for a property"() {
        expect:
        classes.findAll { type ->
            def names = type.methods.findAll { it.rawParameterTypes.empty && it.modifiers.contains(JavaModifier.PUBLIC) }*.name
            names.any { it ==~ /is[A-Z].*/ && names.contains('get' + it.substring(2)) }
        }*.name == []
    }

    /** ArmPlanning is of 32 bits and of 64. */
    def "class names spell an architecture in one way: X86, Arm64, Ppc64, Riscv64"() {
        expect:
        classes.findAll { it.topLevelClass && it.simpleName =~ /^(Arm(?!64|32|Planning$)|Aarch|Ppc(?!64)|Powerpc|PowerPC|I386|Amd64|RiscV|Riscv(?!64))/ }*.name == []
    }

    def "only board knows that its kernel is Linux"() {
        expect:
        noClasses().that().resideOutsideOfPackages('org.kvmsh.bindings.linux..', 'org.kvmsh.bindings.board..')
                .should().dependOnClassesThat().resideInAPackage('org.kvmsh.bindings.linux..').check(classes)
    }

    def "config does not depend on plans, machines or languages, and script errors do not depend on config"() {
        expect:
        noClasses().that().resideInAnyPackage('org.kvmsh.dsl.config..', 'org.kvmsh.dsl.script..').should().dependOnClassesThat()
                .resideInAnyPackage('org.kvmsh.dsl.plan..', 'org.kvmsh.dsl.machine..', 'org.kvmsh.dsl.lang.groovy..', 'org.kvmsh.dsl.word..').check(classes)
        noClasses().that().resideInAPackage('org.kvmsh.dsl.script..').should().dependOnClassesThat().resideInAPackage('org.kvmsh.dsl.config..').check(classes)
    }

    def "plans and machines do not depend on a language"() {
        expect:
        noClasses().that().resideInAnyPackage('org.kvmsh.dsl.plan..', 'org.kvmsh.dsl.machine..').should().dependOnClassesThat()
                .resideInAnyPackage('org.kvmsh.dsl.lang.groovy..', 'org.kvmsh.dsl.lang.js..', 'org.kvmsh.dsl.lang..').check(classes)
    }

    def "code that runs scripts uses the languages only through the library's API"() {
        expect:
        noClasses().that().resideOutsideOfPackages('org.kvmsh.dsl', 'org.kvmsh.dsl.lang.groovy..', 'org.kvmsh.dsl.lang.js..').should().dependOnClassesThat()
                .resideInAnyPackage('org.kvmsh.dsl.lang.groovy..', 'org.kvmsh.dsl.lang.js..').check(classes)
    }

    def "no source file is too long"() {
        expect:
        sources('src', /.*\.(java|groovy|c|h)/).findAll { lines(it) > 425 }*.name == []
    }

    def "main Java has few lines over 120 columns"() {
        when:
        def wide = sources('src/main', /.*\.java/).sum { it.readLines().count { line -> line.codePointCount(0, line.length()) > 120 } }
        println "lines over 120 columns in main Java: $wide"

        then:
        wide <= 30
    }

    private static List<File> sources(String folder, String name) {
        ['bindings', 'bindings/headers', 'bindings/models', 'dsl', 'repl', 'specs'].collectMany { module ->
            def files = []
            new File(Kvmsh.ROOT.toFile(), "$module/$folder").with { if (it.directory) it.eachFileRecurse { file -> if (file.name ==~ name) files << file } }
            files
        }
    }

    /** Lines that are neither empty nor of a comment. */
    private static int lines(File file) {
        file.readLines().count { it.strip() && !(it =~ /^\s*(\/\/|\/?\*)/) }
    }
}
