package org.kvmsh.specs.language

import java.lang.management.ManagementFactory
import java.nio.file.Files
import java.util.concurrent.ExecutionException
import java.util.concurrent.ExecutorService
import java.util.concurrent.Executors
import java.util.concurrent.Future
import java.util.concurrent.TimeUnit
import java.util.concurrent.TimeoutException
import java.util.regex.Pattern
import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.board.Board
import org.kvmsh.bindings.board.BoardKind
import org.kvmsh.bindings.board.Boards
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.plan.step.HostFacts
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.dsl.script.Source
import org.kvmsh.dsl.session.PlanReader
import org.kvmsh.dsl.session.Session
import org.kvmsh.dsl.session.test.Verdict
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Planned
import spock.lang.Specification

import static org.kvmsh.specs.kit.Eventually.eventually

/**
 * Scripts of scripts/, damaged: the property fuzz.scripts is their number. The seeds follow fuzz.seed; one that failed is tried
 * again with -Dfuzz.scripts=1 -Dfuzz.seed=SEED.
 */
@Needs('/proc')
class ScriptsThatAreMutatedSpec extends Specification {
    static final int SCRIPTS = Integer.getInteger('fuzz.scripts', 1000)
    static final long FIRST = Long.getLong('fuzz.seed', 42)
    /** When whoever types would press Ctrl-C, and when they would give up: on a busy machine a thread may get little of the time that passes. */
    static final long PATIENCE_MILLIS = 1000
    static final long HANG_SECONDS = 120
    static final long HANG_CPU_SECONDS = 15
    static final int MOST_FAULTS = 20
    /** What the JVM itself may map meanwhile; a leak of one mapping a script is twice as many. */
    static final int JVM_MAPPINGS = Math.max(200, SCRIPTS.intdiv(2))

    /** Names of classes, of what scripts are compiled to, and of what Java throws; a TypeError is JavaScript's own. */
    static final Pattern JAVAS = ~/\b(?:java|javax|groovy|jdk|sun|com\.(?:oracle|sun)|org\.(?:kvmsh|codehaus|graalvm|apache))\.\w+\.?\w*|\b\w+Exception\b|(?!\b(?:Type|Reference|Syntax|Range|Eval|URI|Aggregate)Error)\b[A-Z]\w+Error\b|\bScript\d+\b|_closure\d|\bat \w+\.\w+\(/

    def mutations = new ScriptMutations(Kvmsh.ROOT.resolve('scripts'))
    Map<String, Board> boards = [:]
    ExecutorService worker = Executors.newSingleThreadExecutor { new Thread(it, 'mutant') }

    def "each one ends in time with success or an error at its position, and leaves nothing"() {
        given:
        def all = (OnBoard.x86() + 'model:rfc').findAll { Needed.missing(it) == null }
        // A kernel's log stays open from the first question on.
        all.each { boards[it] = new Boards(System.getenv()).open(it); boards[it].kernel().messages() }
        def faults = []
        def counts = [:].withDefault { 0 }
        50.times { tryOut(mutations.of(FIRST - 1 - it)) }
        int files = openFiles().size()
        int mapped = mappings()

        when:
        long began = System.nanoTime()
        for (long seed = FIRST; seed < FIRST + SCRIPTS && faults.size() < MOST_FAULTS; seed++) {
            def mutant = mutations.of(seed)
            def before = openFiles()
            def outcome = tryOut(mutant)
            counts[outcome.kind]++
            def left = [:]
            // A file that another thread of the JVM opens for a moment does not count.
            if (!eventually { !(left = openFiles() - before) }) {
                outcome.fault = "it left ${left.values()}"
            }
            if (outcome.fault) {
                faults << "seed $seed, of scripts/$mutant.of on $outcome.board: $outcome.fault".toString()
                println faults.last()
                show(mutant, outcome)
            }
        }
        println "${counts.values().sum()} mutated scripts from seed $FIRST in ${(System.nanoTime() - began).intdiv(1_000_000_000)} s: ${counts.collect { kind, n -> "$n $kind" }.join(', ')}"

        then:
        faults == []
        openFiles().size() <= files + 2
        mappings() - mapped < JVM_MAPPINGS
        eventually { threads().findAll { it.startsWith('run') || it.startsWith('vcpu') } - 'run-watchdog' == [] }

        cleanup:
        worker.shutdownNow()
        boards.values()*.close()
    }

    /** What became of a mutant. */
    static class Outcome {
        String board
        String kind
        String said
        String fault
    }

    private Outcome tryOut(ScriptMutations.Mutant mutant) {
        def random = new Random(mutant.seed)
        def end = mutant.language == Language.JS ? '.js' : '.groovy'
        def source = new Source("mutant-$mutant.seed$end", mutant.text)
        def outcome = new Outcome()
        def kvmsh = new org.kvmsh.dsl.Kvmsh(new Boards(System.getenv()), new PrintWriter(Writer.nullWriter()), { })
        kvmsh.use(session(mutant, random, outcome))
        Thread thread = null
        try {
            Future<?> run = worker.submit({
                thread = Thread.currentThread()
                kvmsh.run(mutant.language, source, false)
            } as Runnable)
            try {
                await(run, kvmsh) { thread }
                outcome.kind = 'succeeded'
            } catch (ExecutionException e) {
                judge(e.cause, kvmsh, source, outcome)
            } catch (TimeoutException e) {
                outcome.kind = 'hung'
                outcome.fault = "it hangs:\n${thread.stackTrace.take(40).join('\n')}"
                worker = Executors.newSingleThreadExecutor()
            }
            kvmsh.session().tests().results().all().findAll { it.why() && it.verdict() == Verdict.FAILED }.each { check(it.why().toString(), source, outcome) }
        } finally {
            kvmsh.close()
        }
        outcome
    }

    private static void await(Future<?> run, org.kvmsh.dsl.Kvmsh kvmsh, Closure<Thread> thread) {
        long began = System.nanoTime()
        long cpu = 0
        long patience = PATIENCE_MILLIS
        while (true) {
            try {
                run.get(patience, TimeUnit.MILLISECONDS)
                return
            } catch (TimeoutException e) {
                cpu = cpu ?: cpuTime(thread())
                if (System.nanoTime() - began > TimeUnit.SECONDS.toNanos(HANG_SECONDS) || cpuTime(thread()) - cpu > TimeUnit.SECONDS.toNanos(HANG_CPU_SECONDS)) {
                    throw e
                }
                kvmsh.interrupt()
                patience = 100
            }
        }
    }

    private static long cpuTime(Thread thread) {
        thread == null ? 0 : ManagementFactory.threadMXBean.getThreadCpuTime(thread.id)
    }

    private Session session(ScriptMutations.Mutant mutant, Random random, Outcome outcome) {
        def arm = mutant.home == 'arm64'
        def paper = mutant.home in ['arm64', 'ppc64le'] ? random.nextInt(8) != 0 : random.nextInt(8) == 0
        if (paper) {
            outcome.board = "$mutant.home on paper"
            def capabilities = arm ? Planned.ARM : mutant.home == 'x86_64' ? Planned.X86 : Planned.POWER_HV
            def abi = Abi.of(mutant.home)
            return Session.onPaper(outcome.board, BoardKind.EMULATED, null, new HostFacts(outcome.board, { abi }, { String name -> capabilities.getOrDefault(name, 0) }, { [] }), new PlanReader() { })
        }
        def names = boards.keySet().toList()
        outcome.board = mutant.home == 'ppc64' && random.nextInt(8) != 0 ? 'model:rfc' : names[random.nextInt(random.nextInt(8) == 0 ? names.size() : names.size() - 1)]
        def board = boards[outcome.board].again()
        new Session(board, new HostFacts(board, { [] }), { })
    }

    private static void judge(Throwable thrown, org.kvmsh.dsl.Kvmsh kvmsh, Source source, Outcome outcome) {
        if (!(thrown instanceof ScriptError)) {
            outcome.kind = 'threw'
            outcome.fault = "it threw ${thrown}\n${thrown.stackTrace.take(20).join('\n')}"
            return
        }
        outcome.kind = 'located'
        outcome.said = kvmsh.explain(thrown)
        check(outcome.said, source, outcome)
        if (thrown.site().column() == 0) {
            outcome.kind = 'located by its line alone'
        }
    }

    /** The error as a person reads it, without what it quotes of the script. */
    private static void check(String said, Source source, Outcome outcome) {
        outcome.said = said
        def place = said =~ /^(\S+?):(\d+)(:\d+)?: (.*)/
        if (!place.find() || place.group(1) != source.name()) {
            outcome.fault = 'its error has no place'
            return
        }
        int line = place.group(2) as int
        if (line > source.text().readLines().size() + 1) {
            outcome.fault = "its error is at line $line, which it has not"
        }
        def named = said.readLines().findAll { !it.startsWith('    ') }.join('\n').findAll(JAVAS).findAll { !source.text().contains(it) }
        if (named) {
            outcome.fault = "its error names ${named.join(', ')}"
        }
    }

    private static void show(ScriptMutations.Mutant mutant, Outcome outcome) {
        println "--- it said\n${outcome.said ?: 'nothing'}"
        def kept = Kvmsh.ROOT.resolve("specs/target/mutants/${mutant.seed}${mutant.language == Language.JS ? '.js' : '.groovy'}")
        Files.createDirectories(kept.parent)
        kept.toFile().setText(mutant.text, 'UTF-8')
        println "--- it is kept in $kept"
    }

    private static Map<String, String> openFiles() {
        new File('/proc/self/fd').list().collectEntries { [it, target(it)] }.findAll { it.value != null && !it.value.startsWith('/proc/') && !it.value.startsWith('/sys/') && !it.value.endsWith('.jar') }
    }

    private static String target(String descriptor) {
        try {
            Files.readSymbolicLink(new File("/proc/self/fd/$descriptor").toPath()).toString()
        } catch (IOException e) {
            null
        }
    }

    private static int mappings() {
        new File('/proc/self/maps').readLines().size()
    }

    private static List<String> threads() {
        Thread.allStackTraces.keySet()*.name
    }
}
