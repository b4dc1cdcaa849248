package org.kvmsh.specs.guest

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.GdbPackets
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.ScriptForGdb
import spock.lang.Specification
import spock.lang.TempDir

/** What {@code m.gdb} does when gdb interrupts, is lost, never comes, or sends what it should not. */
class GdbConnectionsSpec extends Specification {
    /** jmp . */
    static final String SPINS = "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'eb fe'; vcpu(0) { real 0x1000 } }"
    static final String SERVES = "$SPINS; m.gdb 0, within: 60.s"
    static final String TWO = "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '40 40 f4'; load at: 0x1100, hex: '43 43 f4'; vcpu(0) { real 0x1000 }; vcpu(1) { real 0x1100 } }"
    static final String COUNTS = "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '66 b9 05 00 00 00 66 40 67 a2 00 20 00 00 e2 f6 f4'; vcpu(0) { real 0x1000 } }"
    /** nop; add ax, bx; hlt */
    static final String ADDS = "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '90 01 d8 f4'; vcpu(0) { real 0x1000 } }"
    /** Four levels of page tables from 0x10000 on, which map 0x1000 to 0x5000 alone. */
    static final String PAGED = "m = vm { memory at: 0, size: 128.KB; load at: 0x5000, hex: 'eb fe'; load at: 0x10000, hex: '03 10 01'; load at: 0x11000, hex: '03 20 01'; load at: 0x12000, hex: '03 30 01'; load at: 0x13008, hex: '03 50'; vcpu(0) { long64 0x1000 } }; def s = m.vcpu(0).ioctl(KVM_GET_SREGS); s.cr3 = 0x10000; m.vcpu(0).ioctl(KVM_SET_SREGS, s)"
    /** rip is gdb's register 16. */
    static final String RIP = 'p10'

    @TempDir
    Path folder

    ScriptForGdb script
    GdbPackets gdb

    def cleanup() {
        gdb?.close()
        script?.close()
    }

    def "on #board, Ctrl-C stops a guest that runs, each time"() {
        given:
        Needed.orSkip(board)
        connect(board, SPINS)

        expect:
        (1..20).every {
            gdb.send('vCont;c')
            // The first ones come before the run has begun.
            Thread.sleep(it < 10 ? 0 : it)
            gdb.interrupt()
            gdb.reply() == 'T02thread:1;'
        }
        gdb.ask('D') == 'OK'
        goesOn()

        where:
        board << ['model:x86_64', 'kvm']
    }

    def "on #board, a connection that is lost while the guest runs stops it, and the script goes on without gdb's breakpoints"() {
        given:
        Needed.orSkip(board)
        connect(board, SPINS)

        when:
        gdb.ask('Z1,3000,1')
        gdb.send('vCont;c')
        Thread.sleep(50)
        gdb.close()

        then:
        goesOn()
        script.lines.contains('breakpoints: none')

        where:
        board << ['model:x86_64', 'kvm']
    }

    def "on #board, vCPUs are threads: a step is one vCPU's, and registers are the chosen one's"() {
        given:
        Needed.orSkip(board)
        connect(board, TWO)

        expect:
        gdb.ask('qfThreadInfo') == 'm1,2'
        gdb.ask('qsThreadInfo') == 'l'
        gdb.ask('vCont;s:2') == 'T05thread:2;'
        gdb.ask(RIP) == '0111000000000000'
        gdb.ask('Hg1') == 'OK'
        gdb.ask(RIP) == '0010000000000000'
        gdb.ask('T3') == 'E01'
        gdb.ask('D') == 'OK'
        goesOn()

        where:
        board << ['model:x86_64', 'kvm']
    }

    def "on #board, a range is stepped until the pc leaves it, a breakpoint is reached, or gdb interrupts"() {
        given: 'a loop of five turns at 0x1006, and one without an end'
        Needed.orSkip(board)
        connect(board, COUNTS)

        expect:
        gdb.ask('vCont?').contains(';r')
        gdb.ask('vCont;r1000,1006:1') == 'T05thread:1;'
        gdb.ask(RIP) == '0610000000000000'
        gdb.ask('vCont;r1006,1010:1') == 'T05thread:1;'
        gdb.ask(RIP) == '1010000000000000'
        gdb.ask('p0') == '0500000000000000'

        when: 'a breakpoint is inside'
        gdb.ask('P10=0610000000000000')
        gdb.ask('Z1,1008,1')
        def stop = gdb.ask('vCont;r1006,1010:1')

        then:
        stop =~ /hwbreak/
        gdb.ask(RIP) == '0810000000000000'

        when: 'the guest never leaves'
        gdb.ask('z1,1008,1')
        gdb.monitor("m.load at: 0x1100, hex: 'eb fe'; null")
        gdb.ask('P10=0011000000000000')
        gdb.send('vCont;r1100,1102:1')
        Thread.sleep(50)
        gdb.interrupt()

        then:
        gdb.reply() == 'T02thread:1;'
        gdb.ask(RIP) == '0011000000000000'
        gdb.ask('D') == 'OK'
        goesOn()

        where:
        board << ['model:x86_64', 'kvm']
    }

    def "on #board, monitor runs lines of kvmsh, whose names stay, and prints their values and errors in gdb"() {
        given:
        Needed.orSkip(board)
        connect(board, COUNTS)

        expect:
        gdb.monitor('m.regs.rip') == '0x1000\n'
        gdb.monitor('later = 41') == '41\n'
        gdb.monitor('later + 1') == '42\n'
        gdb.monitor('m.regs.rip = 0x1006; null') == ''
        gdb.ask(RIP) == '0610000000000000'
        gdb.monitor('m.regz') =~ /^\S+:1:3: a machine has no regz\n/
        gdb.monitor('dis 0x1006, 1').contains('0x1006')
        gdb.monitor('"x" * 20_000').size() == 20_001
        gdb.monitor('m.run().exit') == 'hlt\n'
        gdb.monitor('help').contains('monitor phys on')
        gdb.ask('D') == 'OK'
        goesOn()

        where:
        board << ['model:x86_64', 'kvm']
    }

    def "monitor phys on reads and writes memory past the page tables"() {
        given: 'page tables that map address 0x1000 to 0x5000'
        connect('model:x86_64', PAGED)

        expect:
        gdb.ask('m1000,2') == 'ebfe'
        gdb.monitor('phys on') == 'memory is at guest-physical addresses\n'
        gdb.ask('m1000,2') == '0000'
        gdb.ask('m5000,2') == 'ebfe'
        gdb.ask('M6000,1:07') == 'OK'
        gdb.monitor('phys off') == 'memory is at guest-virtual addresses\n'
        gdb.ask('D') == 'OK'
        goesOn()
    }

    def "packets that no gdb sends get one reply each, and the session stays alive"() {
        given:
        connect('model:x86_64', COUNTS)
        long seed = Long.getLong('fuzz.seed', 20261128)
        def random = new Random(seed)
        def usual = ['qSupported:multiprocess+;swbreak+', '?', 'g', 'p0', 'p10', 'P0=0100000000000000', 'P10=0010000000000000', 'm1000,10', 'mffff,2', 'M3000,2:9090', 'Z0,1006,1', 'z0,1006,1', 'Z1,1006,1', 'z1,1006,1',
                     'Z2,2000,4', 'z2,2000,4', 'Z3,2000,1', 'Z4,2000,2', 'Hg1', 'Hc-1', 'T1', 'vCont?', 'vCont;s:1', 'vCont;c', 'vCont;s:1;c', 'vCont;r1000,1006:1', 'qXfer:features:read:target.xml:0,100', 'qfThreadInfo', 'qsThreadInfo',
                     'qC', 'qAttached', 'qThreadExtraInfo,1', 'qRcmd,312b31', 'QStartNoAckMode', 'G' + '00' * 200, 'X3000,2:ab']
        int count = Integer.getInteger('fuzz.packets', 1000)

        when:
        count.times {
            def packet = mutated(usual[random.nextInt(usual.size())], random)
            if (!(packet =~ /^[kD]/)) {
                gdb.send(packet)
                if (!gdb.answers(500)) {
                    gdb.interrupt()
                }
                assert gdb.reply() != null: "seed $seed, packet $it: $packet"
            }
        }

        then:
        gdb.ask('?') =~ /^T0/
        gdb.ask('D') == 'OK'
        goesOn()
    }

    def "a packet whose checksum is wrong is asked for again while packets are acknowledged, and left out after that"() {
        given:
        connect('model:x86_64', COUNTS)

        when:
        gdb.raw('$g#00'.bytes as List)

        then:
        !gdb.answers(200)
        gdb.ask('qC') == 'QC1'

        when: 'no second gdb is served'
        new GdbPackets(script.port)

        then:
        thrown(ConnectException)
        gdb.ask('D') == 'OK'
        goesOn()
    }

    @Needs(['SIGINT', 'kill'])
    def "Ctrl-C while m.gdb #state is an error, though it is the last statement"() {
        given:
        script = new ScriptForGdb(folder, 'model:x86_64', SERVES)
        if (state != 'waits') {
            gdb = new GdbPackets(script.port)
            gdb.ask('qC')
        }
        if (state == 'runs a guest') {
            gdb.send('vCont;c')
            Thread.sleep(100)
        }

        expect:
        script.endsOn('INT') == 130
        script.lines.any { it.contains('interrupted') }
        !script.lines.any { it.contains('nothing has failed') }

        where:
        state << ['waits', 'serves gdb', 'runs a guest']
    }

    def "kvmsh test prints the line for gdb while the test waits"() {
        given:
        script = new ScriptForGdb(folder, 'model:x86_64', "test('debugged') { $SERVES }", 'test')
        gdb = new GdbPackets(script.port)

        expect:
        gdb.ask('D') == 'OK'
        script.ends()
        script.lines.contains('ok 1 debugged')
    }

    @Sample(verify = 3)
    def "on #board, kvmsh gdb serves gdb before the first guest runs, by #run"() {
        given:
        Needed.orSkip(board)
        script = new ScriptForGdb(folder, board, "println 'first'; $ADDS; test('one') { $run; assert m.regs.rbx == 9 }; m.regs.rip = 0x1000; println m.run().exit", 'gdb')
        gdb = new GdbPackets(script.port)

        expect: 'rip is at the first instruction, and what gdb writes to rbx counts'
        gdb.ask(RIP) == '0010000000000000'
        gdb.ask('P1=0900000000000000') == 'OK'
        gdb.ask('vCont;s:1') == 'T05thread:1;'
        gdb.ask('D') == 'OK'
        script.ends()
        script.lines.indexOf('first') < script.lines.findIndexOf { it.startsWith('gdb: waiting') }
        script.lines.takeRight(3) == ['ok 1 one', 'hlt', '1 test passed']

        where:
        [board, run] << [['model:x86_64', 'kvm'], ['m.run()', 'm.start(); m.join()', 'm.step()', 'm.vcpu(0).ioctl(KVM_RUN)']].combinations()
    }

    def "kvmsh gdb #arguments is an error"() {
        given:
        Files.writeString(folder.resolve('none.groovy'), "println 'no guest'")

        when:
        def result = Kvmsh.run('gdb', '-b', 'model:x86_64', *arguments.collect { it.replace('DIR', folder.toString()) })

        then:
        result.status == status
        result.err.contains(message)

        where:
        arguments                           || status | message
        ['DIR/none.groovy']                 || 1      | 'kvmsh gdb: the script ran no guest, so gdb was not served'
        ['DIR/missing.groovy']              || 2      | 'kvmsh gdb: cannot read'
        ['DIR/none.groovy', '--port=70000'] || 2      | 'kvmsh gdb: --port takes a number from 0 to 65535, not 70000'
        ['DIR/none.groovy', '--port=x']     || 2      | '--port'
        []                                  || 2      | "missing argument: 'FILE'"
    }

    def "#words is rejected"() {
        when:
        def result = Kvmsh.run('-q', '-b', 'model:x86_64', '-e', "$machine\n$words")

        then:
        result.status == 1
        result.err.contains(message)

        where:
        machine                  | words                       || message
        SPINS                    | 'm.gdb 70000'               || 'the port'
        SPINS                    | 'm.gdb 0, within: 5'        || "within: takes a time, not '5'"
        SPINS                    | 'm.gdb 0, until: hlt'       || 'until'
        SPINS                    | 'm.gdb 0, within: 20.ms'    || 'no gdb connected to port'
        SPINS                    | "def s = new ServerSocket(0, 1, InetAddress.loopbackAddress); m.gdb s.localPort, within: 1.s" || 'Address already in use'
        SPINS                    | 'm.start(); m.gdb 0'        || 'cannot serve gdb while the machine runs'
        'm = vm { }'             | 'm.gdb 0'                   || 'this machine has no vCPU'
    }

    private void connect(String board, String machine) {
        script = new ScriptForGdb(folder, board, "$machine\nm.gdb 0, within: 60.s\nprintln 'breakpoints: ' + (m.breakpoints.all ? m.breakpoints : 'none')\nprintln 'the script goes on'\n")
        gdb = new GdbPackets(script.port)
    }

    private boolean goesOn() {
        boolean ended = script.ends()
        assert script.lines.contains('the script goes on'): script.lines.join('\n')
        ended
    }

    private static String mutated(String packet, Random random) {
        def text = new StringBuilder(packet)
        (1 + random.nextInt(3)).times {
            int at = text.length() == 0 ? 0 : random.nextInt(text.length())
            switch (random.nextInt(5)) {
                case 0: text.length() == 0 ?: text.setCharAt(at, (0x20 + random.nextInt(0x5f)) as char); break
                case 1: text.length() == 0 ?: text.deleteCharAt(at); break
                case 2: text.insert(at, '0123456789abcdef;:,-'.charAt(random.nextInt(20))); break
                case 3: text.setLength(at); break
                default: text.append(text.substring(at))
            }
        }
        // What frames a packet is escaped in one.
        text.toString().replaceAll(/[#$}]/, '*')
    }
}
