package org.kvmsh.specs.kit

import java.lang.reflect.Method
import java.lang.reflect.Parameter
import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.ExitReasons
import org.kvmsh.bindings.code.CodeMode
import org.kvmsh.bindings.kvm.DescribedExit
import org.kvmsh.bindings.kvm.KeyedExit
import org.kvmsh.dsl.Kvmsh as Library
import org.kvmsh.dsl.arch.Architecture
import org.kvmsh.dsl.config.Handler
import org.kvmsh.dsl.config.Platform
import org.kvmsh.dsl.inspect.ExitNames
import org.kvmsh.dsl.machine.StopCondition
import org.kvmsh.dsl.reference.Described
import org.kvmsh.dsl.word.Block
import org.kvmsh.dsl.word.Vocabulary

/** Uses of every name that a script has from kvmsh and may misspell: named arguments, registers, members of exits, fields of structs, words. */
class NameUses {
    /** One way to use a name. */
    static class Use {
        /** What the name is of. */
        String kind
        String name
        /** What else may be there. */
        Set<String> valid
        /** A line with the name, or with another one in its place; {@code x} is a value of any type. */
        Closure<String> js

        @Override
        String toString() {
            "$kind: ${js(name)}"
        }
    }

    static final List<Abi> ABIS = Abi.tables().collect { Abi.of(it) } + [Abi.rfc('ppc64')]
    private static final Described VOCABULARY = Library.vocabulary()
    private static final Set<Class> FUNCTIONS = [Handler, StopCondition, Block]
    /** What takes the names of a struct, of registers or of nothing at all. */
    private static final Set<String> OPEN = ['regs', 'reg', 'msrs', 'struct', 'ioctl']

    static List<Use> all() {
        options() + handlers() + words() + registers() + exits() + structs()
    }

    /** The scopes with what a line has before and after the call of one of its words. */
    private static List<List> scopes() {
        (VOCABULARY.jsBlocks() + VOCABULARY.values()).collectMany { scope ->
            switch (scope.name()) {
                case '': return [[scope, '', '']]
                case 'vm': return [[scope, 'vm(v => { v.', ' })']]
                case 'vcpu': return [[scope, 'vm(v => { v.vcpu(0, c => { c.', ' }) })']]
                case 'guest': return [[scope, 'vm(v => { v.guest(g => { g.', ' }) })']]
                case 'device': return [[scope, 'vm(v => { v.device(x, d => { d.', ' }) })']]
                default: return [[scope, "(/** @type {${scope.name()}} */ (x)).", '']]
            }
        }
    }

    /** Around a key of a block that is an object. */
    private static final Map<String, List<String>> OBJECTS = [vm: ['vm({', '})'], vcpu: ['vm({vcpu: {', '}})'], device: ['vm({device: {type: x, ', '}})']]

    static List<Use> options() {
        scopes().collectMany { scope, before, after ->
            scope.entries().findAll { !(it.name() in OPEN) && !it.word().keys() || it.name() == 'off' }.collectMany { entry ->
                def valid = Vocabulary.arguments(entry.word()) as Set
                entry.ways().findAll { way -> way.parameterTypes.any { Map.isAssignableFrom(it) } }.collectMany { way ->
                    def calls = [{ name -> "$before${entry.name()}(${arguments(way, "{$name: x}").join(', ')})$after".toString() }]
                    if (scope.name() in OBJECTS) {
                        def (opened, closed) = OBJECTS[scope.name()]
                        calls << { name -> arguments(way, "{$name: x}").with { given -> "$opened${entry.name()}: ${given.size() == 1 ? given[0] : "[[${given.join(', ')}]]"}$closed".toString() } }
                    }
                    valid.collectMany { name -> calls.collect { new Use(kind: 'named argument', name: name, valid: valid, js: it) } }
                }
            }
        }
    }

    /** In JavaScript's order: named arguments are before a function, and last otherwise. */
    private static List<String> arguments(Method way, String named) {
        def others = way.parameters.findAll { !Map.isAssignableFrom(it.type) }.collect { it.type in FUNCTIONS ? '() => true' : value(it) }
        def at = others.indexOf('() => true')
        at < 0 ? others + [named] : others[0..<at] + [named] + others[at..-1]
    }

    private static String value(Parameter parameter) {
        def type = parameter.type
        type == String ? "'a'" : Number.isAssignableFrom(type) || parameter.name in ['address', 'id'] ? '1' : type == Platform ? 'SPAPR' : type == CodeMode ? 'x86_16' : 'x'
    }

    static List<Use> handlers() {
        def valid = KeyedExit.values()*.key() as Set
        valid.collectMany { key ->
            [{ "on({$it: x}, e => 0)" }, { "vm(v => { v.on({$it: x}, e => 0) })" }, { "vm({on: {$it: x, do: e => 0}})" }, { "vm({on: [{$it: x, do: e => 0}]})" }, { "(/** @type {Machine} */ (x)).on({$it: x}, e => 0)" }]
                    .collect { new Use(kind: 'named argument', name: key, valid: valid, js: it) }
        }
    }

    static List<Use> words() {
        scopes().collectMany { scope, before, after ->
            def valid = (scope.entries()*.name() + (scope.name() ? [] : VOCABULARY.jsBlocks()[0].entries()*.name())) as Set
            // Registers has the registers, too.
            valid += scope.name() == 'Registers' ? general() : []
            scope.entries().collectMany { entry ->
                def uses = [{ "$before$it$after".toString() }]
                if (scope.name() in OBJECTS) {
                    uses << { "${OBJECTS[scope.name()][0]}$it: x${OBJECTS[scope.name()][1]}".toString() }
                }
                uses.collect { new Use(kind: 'word', name: entry.name(), valid: valid, js: it) }
            }
        }
    }

    private static Set<String> general() {
        rooms().collectMany { Architecture.registersOf(it).general().names() } as Set
    }

    private static List<Abi> rooms() {
        ABIS.findAll { Architecture.hasRoom(it.arch()) && it.hasStruct('kvm_regs') }
    }

    static List<Use> registers() {
        def general = general()
        def members = general + ['json', 'copy', 'diff']
        def all = rooms().collectMany { Architecture.registersOf(it).names() } as TreeSet
        def valid = all*.toLowerCase() + all*.toUpperCase() + all as Set
        general.collectMany { register ->
            [{ "regs.$it" }, { "(/** @type {Machine} */ (x)).regs.$it = 1" }, { "(/** @type {MachineVcpu} */ (x)).regs.$it" }].collect { new Use(kind: 'register', name: register, valid: members, js: it) } +
                    [{ "vm({vcpu: {regs: {$it: 1}}})" }, { "more({vcpu: {regs: {$it: 1}}})" }, { "vm(v => { v.vcpu(0, c => { c.regs({$it: 1}) }) })" }].collect { new Use(kind: 'register', name: register, valid: general, js: it) }
        } + all.withIndex().collect { register, i ->
            new Use(kind: 'register', name: register, valid: valid, js: [{ "reg('$it')" }, { "reg({'$it': 1})" }, { "vm({vcpu: {reg: {'$it': 1}}})" }][i % 3])
        }
    }

    static List<Use> exits() {
        def all = DescribedExit.of(ABIS)
        def common = { exit -> ExitNames.OF_ALL*.name() + (exit.answered ? [ExitNames.REPLY.name()] : []) }
        KeyedExit.values().findAll { it != KeyedExit.EXIT }.collectMany { key ->
            def names = all.findAll { it.key() == key }.collectMany { it.names() + common(it) } as Set
            members(names, names) { name -> "on({${key.key()}: 1}, e => e.$name)" } + members(names, names) { name -> "vm({on: {${key.key()}: 1, do: e => e.$name}})" }
        } + all.findAll { it.title().startsWith(ExitReasons.PREFIX) }.collectMany { exit ->
            def reason = exit.title()
            def names = exit.names() + common(exit) as Set
            members(names, names) { name -> "on({exit: $reason}, e => e.$name)" } + exit.fields().findAll { it.name().contains('.') }.collectMany { field ->
                def (holder, name) = [field.name().replaceFirst(/\.[^.]*$/, ''), field.name().replaceFirst(/.*\./, '')]
                def beside = exit.fields()*.name().findAll { it.startsWith(holder + '.') }.collect { it.substring(holder.length() + 1).replaceFirst(/\..*/, '') } as Set
                members([name], beside) { "vm({on: {exit: $reason, do: e => e.$holder.$it}})" }
            }
        }
    }

    private static List<Use> members(Collection<String> names, Set<String> valid, Closure<String> js) {
        names.collect { new Use(kind: 'member of an exit', name: it, valid: valid, js: { name -> js(name).toString() }) }
    }

    static List<Use> structs() {
        def fields = new TreeMap<String, Set<String>>()
        ABIS.each { abi ->
            abi.structs().each { struct ->
                def own = struct.members().findAll { it.scalar || !abi.struct(it.type()).members().empty }*.name()
                fields.computeIfAbsent(struct.name()) { [] as LinkedHashSet }.addAll(own)
            }
        }
        def ioctls = new TreeMap<String, Set<String>>()
        ABIS.each { abi -> abi.ioctls().findAll { it.struct() != null }.each { ioctls.computeIfAbsent(it.name()) { [] as LinkedHashSet } << it.struct().name() } }
        fields.collectMany { struct, names ->
            def valid = names + ['answer', 'value'] as Set
            names.withIndex().collect { field, i ->
                new Use(kind: 'field of a struct', name: field, valid: valid, js: [{ "struct('$struct').$it" }, { "struct('$struct').$it = x" }, { "struct('$struct', {$it: x})" }][i % 3])
            }
        } + ioctls.findAll { it.value.size() == 1 }.collectMany { ioctl, of ->
            def names = fields[of[0]]
            def valid = names + ['answer', 'value'] as Set
            [{ "(/** @type {MachineVcpu} */ (x)).ioctl($ioctl, {$it: x})" }, { "vm(v => { v.ioctl($ioctl, {$it: x}) })" }, { "vm({ioctl: [[$ioctl, {$it: x}]]})" }].withIndex().collect { use, i ->
                new Use(kind: 'field of a struct', name: names[i % names.size()], valid: valid, js: use)
            }
        }
    }

    /** Misspellings of a name as fingers make them: a letter doubled, lost, exchanged with the next one or with another. */
    static List<String> misspelt(String name, Set<String> valid, Random random) {
        def letters = (0..<name.length()).findAll { Character.isLetterOrDigit(name.charAt(it)) }
        def at = letters[random.nextInt(letters.size())]
        def other = 'abcdefghijklmnopqrstuvwxyz'[random.nextInt(26)]
        def found = [name[0..at] + name[at..-1], name[0..<at] + (at + 1 < name.length() ? name[at + 1..-1] : ''), name[0..<at] + other + (at + 1 < name.length() ? name[at + 1..-1] : '')]
        if (at + 1 < name.length()) {
            found << name[0..<at] + name[at + 1] + name[at] + (at + 2 < name.length() ? name[at + 2..-1] : '')
        }
        found.findAll { !(it in valid) && it != name && it ==~ /[A-Za-z_][\w.\[\]]*/ }.unique()
    }
}
