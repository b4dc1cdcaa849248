package org.kvmsh.specs.exits

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import javax.tools.ToolProvider
import org.kvmsh.bindings.kvm.KeyedExit
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.StateOfSpecs
import spock.lang.Requires
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** An exit with a key is its class and a row of KeyedExit: docs/developers/extending.md, followed to the letter, adds one to a copy, and kvmsh knows it everywhere. */
@Requires(value = { ToolProvider.systemJavaCompiler != null }, reason = 'this Java has no compiler')
class ANewExitIsAClassAndARowSpec extends Specification {
    private static final String TEXT = Kvmsh.ROOT.resolve('docs/developers/extending.md').toFile().text
    private static final String SECTION = TEXT.substring(TEXT.indexOf('## An exit'), TEXT.indexOf('## A rule'))
    private static final String ENUM = 'bindings/src/main/java/org/kvmsh/bindings/kvm/KeyedExit.java'

    /** Sets the guest's OS id, makes the hypercall HvPostMessage, which KVM passes to user space, and writes al to port 0x10. */
    private static final String CODE = 'b9 00000040 b8 01000000 31 d2 0f 30 b9 5c000100 0f 01 d9 e6 10 f4'
    private static final String GROOVY = """m = vm { irqchip; memory at: 0, size: 1.MB; load at: 0x1000, hex: '$CODE'
        cpuid function: 0x40000000, eax: 0x40000005; cpuid function: 0x40000001, eax: 0x31237648; cpuid function: 0x40000003, eax: 0x64
        vcpu(0) { ioctl KVM_ENABLE_CAP, cap: KVM_CAP_HYPERV_SYNIC2; long64 0x1000 }
        on(hyperv: 0x5c) { e -> println "code \${e.code}"; 42 } }
        m.run until: io, within: 60.s
        println "result \${m.regs.rax}"; println exits"""
    private static final String JS = """const m = vm(v => { v.irqchip(); v.memory({at: 0, size: MB(1)}); v.load({at: 0x1000, hex: '$CODE'})
        v.cpuid({function: 0x40000000, eax: 0x40000005}); v.cpuid({function: 0x40000001, eax: 0x31237648}); v.cpuid({function: 0x40000003, eax: 0x64})
        v.vcpu(0, c => { c.ioctl(KVM_ENABLE_CAP, {cap: KVM_CAP_HYPERV_SYNIC2}); c.long64(0x1000) })
        v.on({hyperv: 0x5c}, e => { print('code ' + e.code); return 42 }) })
        m.run({until: io, within: seconds(60)})
        print('result ' + m.regs.rax)"""

    /** What a person types, and what kvmsh then prints. */
    private static final List<List> ROWS = [
            ['the guide', ['guide', 'KVM_EXIT_HYPERV'], ['- handler: `on(hyperv: …) { e -> … }`', "- `e.code`: the hypercall's code, from rcx",
                                                         "- answer: the handler's result, or `e.reply(answer)`: the hypercall's status in rax, 0 unless it is a number"]],
            ['the page of words', ['guide', '--as=md'], ['`hyperv:` a Hyper-V hypercall code', '- handler: `on(hyperv: …) { e -> … }`', "- `e.code`: the hypercall's code, from rcx"]],
            ['the types for JavaScript', ['guide', '--as=ts'], ['on(key: HypervKey, handler: (e: HypervExit) => unknown): void;', 'readonly code: number;', 'declare const hyperv:']],
            ['the types for Groovy', ['guide', '--as=gdsl'], ["parameter(name: 'hyperv')"]],
            ['the word in Groovy', ['-b', 'model:x86_64', '-e', 'println "until $hyperv"'], ['until hyperv']],
            ['the word in JavaScript', ['-b', 'model:x86_64', '--lang', 'js', '-e', 'print(`until ${hyperv}`)'], ['until hyperv']],
            ['the refusal of a number that is too large, in Groovy', ['-b', 'model:x86_64', '-e', 'vm { on(hyperv: 0x10000) { } }'], ['a Hyper-V hypercall code is 65536, but must be from 0 to 65535']],
            ['the refusal of a number that is too large, in JavaScript', ['-b', 'model:x86_64', '--lang', 'js', '-e', 'vm(v => v.on({hyperv: 0x10000}, e => 0))'], ['a Hyper-V hypercall code is 65536, but must be from 0 to 65535']],
            ['the refusal of an unknown member', ['-b', 'model:x86_64', 'FILE'], ['e has no cod', "did you mean 'code'?", 'it has: code, machine, name, reason, reply, type, u, vcpu']],
            ['the refusal of two keys', ['-b', 'model:x86_64', '-e', 'vm { on(hyperv: 1, io: 1) { } }'], ['on takes one key: ', 'hyperv: or exit:']],
            ['the refusal on a board of another architecture', ['-b', 'model:arm-vgicv2', '-e', 'vm { on(hyperv: 1) { } }'], ['on(hyperv:) needs an x86 board; board model:arm-vgicv2 (model) is arm64']],
            ['the completion of keys', ['vm { on('], ['hyperv:']],
            ['the completion of members', ['vm { on(hyperv: 1) { e -> e.'], ['code', 'reply', 'vcpu']],
            ['the completion of words', ['run until: hy'], ['hyperv']],
            ['a guest that a handler answers, in Groovy', ['-q', '-b', 'qemu:x86_64', '-e', GROOVY], ['code 92', 'result 42', 'hyperv']],
            ['a guest that a handler answers, in JavaScript', ['-q', '-b', 'qemu:x86_64', '--lang', 'js', '-e', JS], ['code 92', 'result 42']]]

    /** Runs each row's command, or completes its text, and writes what is printed to the row's file. */
    private static final String DRIVER = '''
        def folder = new File(args[0])
        def kvmsh = org.kvmsh.dsl.Kvmsh.open('model:x86_64')
        folder.listFiles().findAll { it.name.endsWith('.args') }.each { file ->
            def arguments = file.text.split('\\0') as String[]
            def out = new ByteArrayOutputStream()
            def to = new PrintStream(out, true, 'UTF-8')
            if (arguments.length == 1) {
                kvmsh.completions(org.kvmsh.dsl.lang.Language.GROOVY, arguments[0]).each { to.println(it.text()) }
            } else {
                org.kvmsh.repl.Main.run(System.getenv() + [COLUMNS: '200'], InputStream.nullInputStream(), to, to, arguments)
            }
            new File(folder, file.name - '.args').bytes = out.toByteArray()
        }
        kvmsh.close()
        '''

    @Shared
    @TempDir
    Path folder

    def setupSpec() {
        def steps = SECTION.split(/(?m)^(?=\d\. )/).findAll { it =~ /^\d\. / }
        def type = (steps[0] =~ /`(\S+\.java)`/)[0][1] as String
        def row = block(steps[1])
        def after = (steps[1] =~ /after `(\w+)`/)[0][1]
        write(type, block(steps[0]))
        write(ENUM, Kvmsh.ROOT.resolve(ENUM).toFile().readLines().collectMany { it.startsWith("    $after(") ? [it, "    $row".toString()] : [it] }.join('\n'))
        def messages = new ByteArrayOutputStream()
        def bindings = new File(KeyedExit.protectionDomain.codeSource.location.toURI()).path
        ToolProvider.systemJavaCompiler.run(null, messages, messages, '-proc:none', '-cp', bindings, '-d', "$folder/classes", *[type, ENUM].collect { "$folder/$it".toString() })
        assert messages.toString() == ''
        run()
    }

    private void write(String file, String text) {
        Files.createDirectories(folder.resolve(file).parent)
        Files.writeString(folder.resolve(file), text)
    }

    /** The code of a step: what is indented deeper than its text. */
    private static String block(String step) {
        step.readLines().findAll { it.startsWith(' ' * 7) || it.empty }.collect { it.drop(7) }.join('\n').strip()
    }

    private void run() {
        write('classes/Misspelt.groovy', 'vm { on(hyperv: 0x5c) { e -> println e.cod } }')
        ROWS.eachWithIndex { row, number ->
            if (isHere(row[1])) {
                write("${number}.args", row[1].collect { it == 'FILE' ? "$folder/classes/Misspelt.groovy" : it }.join('\0'))
            }
        }
        write('Driver.groovy', DRIVER)
        def program = new ProcessBuilder("${System.getProperty('java.home')}/bin/java", '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Dpolyglot.engine.WarnInterpreterOnly=false',
                '-cp', "$folder/classes$File.pathSeparator${System.getProperty('java.class.path')}", 'groovy.ui.GroovyMain', "$folder/Driver.groovy", folder.toString()).redirectErrorStream(true)
        program.environment().put('XDG_STATE_HOME', StateOfSpecs.FOLDER)
        def started = program.start()
        def text = started.inputStream.text
        assert started.waitFor(5, TimeUnit.MINUTES) && started.exitValue() == 0: text
    }

    private static boolean isHere(List<String> command) {
        !command.contains('qemu:x86_64') || Needed.missing('qemu:x86_64') == null
    }

    def "the exit is in #what"() {
        given:
        isHere(command) || Needed.orSkip('qemu:x86_64')
        def printed = folder.resolve("$number").toFile().text

        expect:
        expected.findAll { !printed.contains(it) }.collect { [it, printed.take(2000)] } == []

        where:
        [what, command, expected] << ROWS
        number = ROWS*.first().indexOf(what)
    }
}
